/** Folds over the journal: outcome, journal.json, console. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.report;
