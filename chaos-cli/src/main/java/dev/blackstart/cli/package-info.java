/** The {@code blackstart} command. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.cli;
