package dev.blackstart.junit.arch.violations;

/** Nobody knows whether it is meant to stay. */
public interface IsPublicWithoutAMark {}
