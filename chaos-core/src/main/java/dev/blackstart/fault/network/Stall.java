package dev.blackstart.fault.network;

/** A stall takes nothing but the common arguments. */
public record Stall() {}
