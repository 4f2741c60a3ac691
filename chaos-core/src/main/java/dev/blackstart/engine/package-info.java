/** The run itself: Chaos Toolkit's sequence with Blackstart's phases laid over it. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.engine;
