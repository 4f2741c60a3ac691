@org.jspecify.annotations.NullMarked
package dev.blackstart.fault.file;
