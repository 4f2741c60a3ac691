package dev.blackstart.cli.arch.violations;

/** Public without a reason. */
public class IsPublic {}
