@org.jspecify.annotations.NullMarked
package dev.blackstart.topology.docker;
