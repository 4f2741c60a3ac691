package dev.blackstart.topology;

/** The name of something a fault can be injected into. It survives restarts; which process or connection it means is asked anew each time. */
public sealed interface TargetRef permits ReplicaRef, LinkRef {}
