package dev.blackstart.arm;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Bounded waits that people can follow. */
record Waits(EventSink events, RunClock clock, Cancellation cancellation) {
    private static final Duration STEP = Duration.ofMillis(50);

    /**
     * Waits until the condition holds or the moment has come.
     *
     * @param what is awaited, for people
     * @return whether the condition holds
     * @throws dev.blackstart.time.Cancelled if the run is interrupted
     */
    boolean until(String what, Instant latest, BooleanSupplier condition) {
        if (condition.getAsBoolean()) {
            return true;
        }
        announce(what, latest);
        return quietly(latest, condition);
    }

    /** Says what is awaited, unless that moment has passed. */
    void announce(String what, Instant latest) {
        Duration atMost = clock.until(latest);
        if (!atMost.isNegative() && !atMost.isZero()) {
            events.add(new Event.Awaiting(what, atMost));
        }
    }

    /** Waits without a word until the condition holds or the moment has come; whether it holds. */
    boolean quietly(Instant latest, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (!clock.instant().isBefore(latest)) {
                return false;
            }
            cancellation.sleep(STEP);
        }
        return true;
    }

    /** Waits until that moment. */
    void sleepUntil(String what, Instant moment) {
        Duration left = clock.until(moment);
        announce(what, moment);
        cancellation.sleep(left);
    }
}
