/** A topology of local processes, each in a session of its own. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.topology.process;
