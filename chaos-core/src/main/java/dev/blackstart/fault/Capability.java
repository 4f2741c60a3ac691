package dev.blackstart.fault;

/** Whether a fault can be injected here. */
public sealed interface Capability {

    /** It can. */
    record Available() implements Capability {}

    /** It cannot, because of {@code reason}; {@code remedy} is what would help. */
    record Unavailable(String reason, String remedy) implements Capability {}
}
