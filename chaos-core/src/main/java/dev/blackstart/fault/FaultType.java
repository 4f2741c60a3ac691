package dev.blackstart.fault;

import dev.blackstart.journal.Event;
import java.util.Set;
import java.util.stream.Collectors;

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
 * @param effect what evidence of it must be like
 */
public record FaultType<C extends Record>(
        String func,
        int version,
        Class<C> config,
        Set<TargetKind> targets,
        Lifetime lifetime,
        String conflictKey,
        String summary,
        Effect<C> effect) {
    public static final String MODULE = "blackstart.fault";

    public FaultType {
        targets = Set.copyOf(targets);
    }

    public String name() {
        return MODULE + "." + func;
    }

    /** What evidence of a fault must be like; goes into the journal with it, so that whoever judges needs no driver. */
    @FunctionalInterface
    public interface Effect<C> {
        /** @param live how the effect is measured, see {@link Meter#live} */
        Event.Expected expected(C config, String live);

        /** It lasts, and shows in each sample by itself. */
        static <C> Effect<C> lasting() {
            return (config, live) -> new Event.Expected(false, false);
        }

        /** It lasts, and stops the traffic that it meets. */
        static <C> Effect<C> silencing() {
            return (config, live) -> new Event.Expected(false, true);
        }

        /** It is over in a moment, and so is the traffic. */
        static <C> Effect<C> vanishing() {
            return (config, live) -> new Event.Expected(true, true);
        }
    }

    /** What {@code on} takes, for people: how a target of each kind is written. */
    public String takes() {
        return targets.stream().sorted().map(TargetKind::written).collect(Collectors.joining(", or "));
    }

    /** Kinds of target. */
    public enum TargetKind {
        LINK("a link (api->kv); a service (kv) or a replica (kv#1) means the links into it"),
        REPLICA("a replica (kv#1), or a service (kv) for all its replicas");

        private final String written;

        TargetKind(String written) {
            this.written = written;
        }

        private String written() {
            return written;
        }
    }

    /** Whether a fault can outlive the runner. */
    public enum Lifetime {
        /** It dies with the runner, as a toxic in a proxy inside it does. */
        WITH_RUNNER,
        /** It stays until somebody reverts it. */
        BEYOND_RUNNER
    }
}
