package dev.blackstart.journal;

/** Which part of a run an event belongs to. */
public enum Arm {
    /** Neither arm: the run as a whole. */
    RUN,
    /** With the playbook. */
    TREATMENT,
    /** The same again in a fresh topology, the playbook withheld. */
    CONTROL
}
