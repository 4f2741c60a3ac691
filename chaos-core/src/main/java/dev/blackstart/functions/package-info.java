/** Native functions that look at a running arm and act on it as an operator would: load, topology, mitigations. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.functions;
