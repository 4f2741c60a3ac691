@org.jspecify.annotations.NullMarked
package dev.blackstart.junit;
