package dev.blackstart.fault;

/**
 * What a fault made of many does, and where: the record of a {@link CompositeFault}, which says itself what it is put on, and so can be
 * injected as it is. It is made as {@link FaultConfig} describes, but for its static method, which takes what is said first:
 * {@code Partition.between("api").and("kv").mode(REFUSE).lasting(ofSeconds(5))}.
 */
public non-sealed interface CompositeConfig extends FaultSpec {}
