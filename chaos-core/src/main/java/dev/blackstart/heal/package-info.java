/** Puts a run right, in a process that need not be its own: undo steps carried out, leases, the healer. Knows no fault. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.heal;
