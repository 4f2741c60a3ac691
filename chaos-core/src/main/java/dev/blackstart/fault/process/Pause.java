package dev.blackstart.fault.process;

/** A pause takes nothing but the common arguments. */
public record Pause() {}
