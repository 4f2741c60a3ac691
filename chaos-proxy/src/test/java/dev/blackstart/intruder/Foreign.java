package dev.blackstart.intruder;

/** Stands for any class of another module. */
public class Foreign {}
