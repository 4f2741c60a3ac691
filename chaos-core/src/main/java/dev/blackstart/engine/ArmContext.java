package dev.blackstart.engine;

import dev.blackstart.journal.EventSink;
import dev.blackstart.provider.Providers;
import dev.blackstart.time.RunClock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all activities of one arm share.
 *
 * @param activityIds gives every activity its number; shared by the arms of a run
 * @param parts of the running arm that native functions may ask for, by type: {@code RunningTopology}, {@code Sli}, {@code Faults}
 */
public record ArmContext(
        Providers providers, RunClock clock, EventSink events, AtomicLong activityIds, Map<Class<?>, Object> parts) {
    public ArmContext {
        parts = Map.copyOf(parts);
        parts.forEach((type, part) -> {
            if (!type.isInstance(part)) {
                throw new IllegalArgumentException("parts: " + part.getClass().getName() + " is no " + type.getName());
            }
        });
    }

    /** Of a run that has no parts. */
    public static ArmContext plain(Providers providers, RunClock clock, EventSink events) {
        return new ArmContext(providers, clock, events, new AtomicLong(), Map.of());
    }
}
