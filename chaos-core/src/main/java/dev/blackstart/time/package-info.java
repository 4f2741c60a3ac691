/** Time and cancellation, as parameters of everything that waits. Knows nobody. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.time;
