/** The fault contract: drivers, evidence, undo and healing. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.fault;
