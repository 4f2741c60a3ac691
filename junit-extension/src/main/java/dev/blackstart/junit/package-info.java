/** Faults in JUnit tests. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.junit;
