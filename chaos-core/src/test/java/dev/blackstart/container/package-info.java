@org.jspecify.annotations.NullMarked
package dev.blackstart.container;
