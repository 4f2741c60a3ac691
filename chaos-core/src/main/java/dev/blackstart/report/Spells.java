package dev.blackstart.report;

import dev.blackstart.journal.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a fault was there, and how much of it: its schedule as it was followed. */
final class Spells {
    private final List<Spell> all = new ArrayList<>();

    /** From one moment to the next all of it was the same. {@code to} is null while it lasts. */
    private record Spell(Instant from, @Nullable Instant to, Event.Expected expected) {
        /** A sample that was still under way when the spell ended, and then came through, says nothing about the fault. */
        boolean has(Event.FaultSample sample, boolean first) {
            boolean begun = first || !sample.sent().isBefore(from);
            return begun
                    && (to == null
                            || (sample.sent().isBefore(to)
                                    && (sample.shows()
                                            || !sample.sent()
                                                    .plus(sample.took())
                                                    .isAfter(to))));
        }
    }

    void begin(Instant at, Event.Expected expected) {
        end(at);
        all.add(new Spell(at, null, expected));
    }

    void end(Instant at) {
        int last = all.size() - 1;
        if (last >= 0 && all.get(last).to() == null) {
            all.set(last, new Spell(all.get(last).from(), at, all.get(last).expected()));
        }
    }

    /** Those of the samples that were taken while the fault was there. */
    List<Event.FaultSample> inForce(List<Event.FaultSample> samples) {
        return samples.stream().filter(sample -> spellOf(sample) != null).toList();
    }

    /** What evidence must be like where most of the fault was there for long enough to tell; {@code otherwise} without samples. */
    Event.Expected expected(List<Event.FaultSample> samples, int enough, Event.Expected otherwise) {
        Event.@Nullable Expected last = null;
        for (int i = all.size() - 1; i >= 0; i--) {
            Event.Expected expected = all.get(i).expected();
            int count = of(samples, expected).size();
            if (count >= enough) {
                return expected;
            }
            last = last == null && count > 0 ? expected : last;
        }
        return last == null ? otherwise : last;
    }

    /** Those that were taken while just that was expected. */
    List<Event.FaultSample> of(List<Event.FaultSample> samples, Event.Expected expected) {
        return samples.stream()
                .filter(sample -> {
                    Spell spell = spellOf(sample);
                    return spell != null && spell.expected().equals(expected);
                })
                .toList();
    }

    private @Nullable Spell spellOf(Event.FaultSample sample) {
        for (int i = all.size() - 1; i >= 0; i--) {
            // Where the clock is coarse, the first sample may seem to be older than the injection that it waited for.
            if (all.get(i).has(sample, i == 0)) {
                return all.get(i);
            }
        }
        return null;
    }
}
