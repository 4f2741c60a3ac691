/** Faults on links. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.fault.network;
