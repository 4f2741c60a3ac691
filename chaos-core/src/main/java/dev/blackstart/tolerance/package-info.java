/** Chaos Toolkit's tolerances and its JSONPath dialect. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.tolerance;
