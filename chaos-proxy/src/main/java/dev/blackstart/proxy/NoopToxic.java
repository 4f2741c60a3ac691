package dev.blackstart.proxy;

/** Lets everything pass at once. */
final class NoopToxic implements Toxic {}
