package dev.blackstart.report;

import dev.blackstart.document.Durations;
import dev.blackstart.journal.Event;
import dev.blackstart.tolerance.Statuses;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One playbook step. */
final class StepFacts {
    final String name;
    final Instant start;

    @Nullable Instant end;

    private final Map<String, @Nullable Object> activity;
    private Event.@Nullable ActivityEnded result;

    /** Set when it took longer; it has failed then, whatever its activity says later. */
    @Nullable Duration limit;

    StepFacts(Event.ActivityStarted started, Instant start) {
        this.name = started.name();
        this.activity = started.activity();
        this.start = start;
    }

    void end(Instant at, Event.ActivityEnded ended) {
        end = at;
        result = ended;
    }

    boolean succeeded() {
        return error().isEmpty();
    }

    /** Why it failed; empty when it did not. */
    String error() {
        if (limit != null) {
            return "it took longer than its limit of " + Durations.format(limit);
        }
        Event.ActivityEnded ended = result;
        if (ended == null) {
            return "it did not come to its end";
        }
        if (!"succeeded".equals(ended.status())) {
            return ended.exception().isEmpty()
                    ? "it was interrupted"
                    : ended.exception().get(ended.exception().size() - 1).strip();
        }
        if (ended.unclear() != null) {
            return ended.unclear();
        }
        Boolean met = ToleranceMet.of(ended);
        if (met != null) {
            return met ? "" : "it gave " + ended.output();
        }
        return Statuses.good(provider(), ended.output()).reason();
    }

    private String provider() {
        return activity.get("provider") instanceof Map<?, ?> provider ? String.valueOf(provider.get("type")) : "";
    }
}
