package dev.blackstart.fault;

import dev.blackstart.document.Durations;
import dev.blackstart.document.Location;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What faults hit, planned or in force, against the {@link BlastRadius} that they are allowed. A link counts for the replica that is
 * called. One set of sentences for the planner and for {@link BlastRadiusGuard}.
 *
 * @param services that are hit
 * @param replicas that may be hit
 * @param most how many of the replicas are hit at most: of drawn ones no more than are drawn
 * @param together how much of a service is hit at a time, by its name
 */
public record Reach(Set<String> services, Set<String> replicas, int most, Map<String, Part> together) {
    /** Of no faults. */
    public static final Reach NONE = new Reach(Set.of(), Set.of(), 0, Map.of());

    /** Of shares, which come out of a division. */
    private static final double ROUNDING = 1e-9;

    public Reach {
        services = new TreeSet<>(services);
        replicas = new TreeSet<>(replicas);
        together = new TreeMap<>(together);
    }

    /** So many replicas of a service. */
    public record Part(int hit, int of) {}

    /**
     * What is more than is allowed.
     *
     * @param limit where the limit was written
     * @param sentence for people; has no full stop
     */
    public record Excess(Location limit, String sentence) {}

    /** The replica that a fault on this target hits. */
    public static ReplicaRef replica(TargetRef target) {
        return target instanceof LinkRef link ? link.to() : (ReplicaRef) target;
    }

    /** Where this is beyond what is allowed; empty where it is not. */
    public List<Excess> beyond(BlastRadius allowed) {
        List<Excess> found = new ArrayList<>();
        allowed.services().ifPresent(limit -> {
            Set<String> beyond = new TreeSet<>(services);
            limit.most().forEach(beyond::remove);
            if (!beyond.isEmpty()) {
                found.add(new Excess(
                        limit.at(),
                        "the faults reach beyond the blast radius: " + String.join(", ", beyond) + " not in "
                                + limit.most()));
            }
        });
        allowed.serviceCount().filter(limit -> services.size() > limit.most()).ifPresent(limit -> {
            found.add(new Excess(
                    limit.at(),
                    "the faults hit " + services.size() + " services (" + String.join(", ", services)
                            + "), the blast radius allows " + limit.most()));
        });
        allowed.replicas().filter(limit -> most > limit.most()).ifPresent(limit -> {
            found.add(new Excess(
                    limit.at(),
                    "the faults hit " + most + " replicas " + (most < replicas.size() ? "of (" : "(")
                            + String.join(", ", replicas) + "), the blast radius allows " + limit.most()));
        });
        allowed.share()
                .ifPresent(limit -> together.forEach((service, part) -> {
                    if (part.hit() > limit.most() * part.of() + ROUNDING) {
                        found.add(new Excess(
                                limit.at(),
                                "the faults hit " + part.hit() + " of " + part.of() + " replicas of " + service
                                        + " at a time, the blast radius allows " + BlastRadius.percent(limit.most())
                                        + " of a service"));
                    }
                }));
        return found;
    }

    /**
     * Whether a fault may be in force for longer than is allowed. One without a duration is: it stays until it is reverted, and nothing
     * bounds a run.
     */
    public static Optional<Excess> tooLong(BlastRadius allowed, String fault, Optional<Duration> duration) {
        return allowed.duration()
                .filter(limit -> duration.isEmpty() || duration.get().compareTo(limit.most()) > 0)
                .map(limit -> {
                    String most = Durations.format(limit.most());
                    return new Excess(
                            limit.at(),
                            duration.map(asked -> fault + " is in force for " + Durations.format(asked)
                                            + ", the blast radius allows " + most)
                                    .orElse(fault + " stays in force until it is reverted, the blast radius allows "
                                            + most + ": give it a duration of at most that"));
                });
    }

    /** Whether a load has more requests a second than are allowed. */
    public static Optional<Excess> tooMuch(BlastRadius allowed, double rate) {
        return allowed.rate()
                .filter(limit -> rate > limit.most())
                .map(limit -> new Excess(
                        limit.at(),
                        "the load is " + BlastRadius.number(rate) + " requests/s, the blast radius allows "
                                + BlastRadius.number(limit.most())));
    }
}
