/** The append-only journal of events. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.journal;
