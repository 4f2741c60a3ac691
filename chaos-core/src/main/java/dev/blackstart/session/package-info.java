/** Faults from code: a run without an experiment, for tests. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.session;
