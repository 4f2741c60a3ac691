/** What holds the module together. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.junit.arch;
