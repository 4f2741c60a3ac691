package dev.blackstart.fault;

import java.util.Set;

/**
 * What is known of a kind of fault without injecting one.
 *
 * @param func the function's name in module {@code blackstart.fault}
 * @param version of the driver, from 1
 * @param config the arguments beyond the common ones; components carry {@code provider.Argument}
 * @param targets what it can be injected into
 * @param lifetime whether it can outlive the runner
 * @param conflictKey two faults with the same key on one target are refused at plan time
 * @param summary one sentence
 */
public record FaultType<C extends Record>(
        String func,
        int version,
        Class<C> config,
        Set<TargetKind> targets,
        Lifetime lifetime,
        String conflictKey,
        String summary) {
    public static final String MODULE = "blackstart.fault";

    public FaultType {
        targets = Set.copyOf(targets);
    }

    public String name() {
        return MODULE + "." + func;
    }

    /** Kinds of target. */
    public enum TargetKind {
        LINK,
        REPLICA
    }

    /** Whether a fault can outlive the runner. */
    public enum Lifetime {
        /** It dies with the runner, as a toxic in a proxy inside it does. */
        WITH_RUNNER,
        /** It stays until somebody reverts it. */
        BEYOND_RUNNER
    }
}
