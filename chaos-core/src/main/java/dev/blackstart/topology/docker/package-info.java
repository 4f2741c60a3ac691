/** Containers that somebody else has started, as a topology. Only this package knows Testcontainers. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.topology.docker;
