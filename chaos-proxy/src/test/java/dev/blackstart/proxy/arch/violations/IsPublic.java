package dev.blackstart.proxy.arch.violations;

/** Public without being the front door. */
public class IsPublic {}
