package dev.blackstart.heal;

import dev.blackstart.ledger.IntendedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Until when the faults of a watched run may stay: counted from when the watcher saw each, in lengths of its monotonic clock, so that
 * a clock that is set moves none. Pure; not for several threads.
 */
public final class Leases {
    /** How long a fault may stay after its planned end, or after its runner was last heard of, unless it asks for something else. */
    public static final Duration DEFAULT = Duration.ofSeconds(60);

    /** A breakpoint stops the runner, and must not end the fault. */
    public static final Duration DEBUGGED = Duration.ofMinutes(30);

    /** A runner is heard of once a second; a busy machine may swallow two of these. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(3);

    /** Between its line in the ledger and the deed the target is looked at, undisturbed. */
    static final Duration PREPARING = Duration.ofSeconds(5);

    private final Map<IntendedFault, Long> seen = new LinkedHashMap<>();
    private long heard;

    /** @param now a reading of the watcher's monotonic clock, in nanoseconds, as everywhere here */
    Leases(long now) {
        this.heard = now;
    }

    /** The lease of a fault that asks for this one, or for none. */
    public static Duration of(Optional<Duration> asked, boolean debugged) {
        Duration lease = asked.orElse(DEFAULT);
        return debugged && lease.compareTo(DEBUGGED) < 0 ? DEBUGGED : lease;
    }

    /** The runner was last heard of then. */
    void heard(long at) {
        heard = later(heard, at);
    }

    /** Whether the runner is suspended, or gone. */
    boolean isSilent(long now) {
        return now - heard > SILENT_AFTER.toNanos();
    }

    /** These faults, and no others, are not taken back. */
    void pending(List<IntendedFault> pending, long now) {
        seen.keySet().retainAll(pending);
        pending.forEach(fault -> seen.putIfAbsent(fault, now));
    }

    /** Those whose time is up, last injected first. */
    List<IntendedFault> lapsed(long now) {
        List<IntendedFault> lapsed = new ArrayList<>();
        seen.forEach((fault, since) -> {
            if (now - end(fault, since) > 0) {
                lapsed.add(0, fault);
            }
        });
        return lapsed;
    }

    private long end(IntendedFault fault, long since) {
        Duration lease = fault.lease().orElse(DEFAULT);
        if (fault.planned().isPresent()) {
            return since + PREPARING.plus(fault.planned().get()).plus(lease).toNanos();
        }
        // A shorter one would end between two renewals.
        return later(since, heard) + Math.max(lease.toNanos(), SILENT_AFTER.toNanos());
    }

    /** A monotonic clock may run over. */
    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
