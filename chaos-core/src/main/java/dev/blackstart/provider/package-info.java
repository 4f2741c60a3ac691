/** What an activity calls: a process, an HTTP endpoint, or a native function found by ServiceLoader. */
@org.jspecify.annotations.NullMarked
package dev.blackstart.provider;
