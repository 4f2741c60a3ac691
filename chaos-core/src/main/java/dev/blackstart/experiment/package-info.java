/** The experiment file as records: reader, writer, validator, substitution. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.experiment;
