/** What a run owns and how to undo it, on disk before it is done. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.ledger;
