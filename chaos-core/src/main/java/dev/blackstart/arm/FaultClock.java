package dev.blackstart.arm;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows an arm's events for what the arm itself waits for: effects of faults, and their ends. Thread-safe. */
public final class FaultClock {
    private final Arm arm;
    private final Map<String, Instant> effects = new HashMap<>();
    private final Set<String> injected = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private @Nullable Instant lastEnd;
    private @Nullable Instant alert;
    private @Nullable Instant reverting;

    public FaultClock(Arm arm) {
        this.arm = arm;
    }

    public synchronized void entry(Entry entry) {
        if (entry.arm() != arm) {
            return;
        }
        Event event = entry.event();
        if (event instanceof Event.FaultInjected fault) {
            injected.add(fault.id());
        } else if (event instanceof Event.FaultSample sample
                && sample.moment() == Event.Moment.DURING
                && sample.shows()) {
            effects.merge(sample.id(), sample.sent(), (a, b) -> a.isBefore(b) ? a : b);
        } else if (event instanceof Event.FaultReverted reverted) {
            end(reverted.id(), entry.at());
        } else if (event instanceof Event.FaultMitigated mitigated) {
            end(mitigated.id(), entry.at());
        } else if (event instanceof Event.FaultLost lost) {
            end(lost.id(), entry.at());
        } else if (event instanceof Event.AlertFired && alert == null) {
            alert = entry.at();
        } else if (event instanceof Event.PhaseEntered entered && entered.phase() == Phase.REVERTED) {
            reverting = entry.at();
        }
    }

    /** From the first effect until the arm itself began to revert; zero where it did not come to that. */
    public synchronized Duration observed() {
        Instant until = reverting;
        return start().filter(from -> until != null)
                .map(from -> Duration.between(from, until))
                .orElse(Duration.ZERO);
    }

    /** When the alert fired. */
    public synchronized Optional<Instant> alert() {
        return Optional.ofNullable(alert);
    }

    private void end(String id, Instant at) {
        if (ended.add(id)) {
            lastEnd = at;
        }
    }

    public synchronized boolean anyInjected() {
        return !injected.isEmpty();
    }

    /** Whether every fault that was injected has shown an effect. */
    public synchronized boolean allFelt() {
        return effects.keySet().containsAll(injected);
    }

    /** When the first exchange that showed an effect was sent. */
    public synchronized Optional<Instant> start() {
        return effects.values().stream().min(Instant::compareTo);
    }

    /** When the last fault ended; empty while one is in force, or when there was none. */
    public synchronized Optional<Instant> end() {
        return ended.containsAll(injected) ? Optional.ofNullable(lastEnd) : Optional.empty();
    }
}
