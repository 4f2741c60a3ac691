package dev.blackstart.fault.network;

/** A refusal takes nothing but the common arguments. */
public record Refuse() {}
