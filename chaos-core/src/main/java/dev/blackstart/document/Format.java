package dev.blackstart.document;

/** The two notations of a document. */
public enum Format {
    /** As Python's json module reads it: RFC 8259, also NaN, Infinity and -Infinity; the last of equal keys wins. */
    JSON,
    /** One document of YAML 1.1, as PyYAML's safe loader reads it. */
    YAML
}
