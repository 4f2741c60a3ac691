/** Faults on files of a replica. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.fault.file;
