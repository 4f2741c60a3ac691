package dev.blackstart.fault.process;

/** A crash takes nothing but the common arguments. */
public record Crash() {}
