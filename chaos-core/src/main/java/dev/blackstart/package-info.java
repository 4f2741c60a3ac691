/** The front door: read, validate, plan, run and heal experiments. */
@org.jspecify.annotations.NullMarked
package dev.blackstart;
