package dev.blackstart.fault;

import dev.blackstart.document.Durations;
import dev.blackstart.document.Suggestions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a fault behaves in time, from its injection until it is reverted. */
public sealed interface Schedule {

    /** All of it, all the time. */
    Schedule STEADY = new Steady();

    /** All of it, all the time. */
    record Steady() implements Schedule {
        @Override
        public String toString() {
            return "steady";
        }
    }

    /** There and not there in turn, as long as that each; see {@link Pulse}. */
    static Pulse pulse(Duration on, Duration off) {
        return new Pulse(on, off);
    }

    /** Growing to what was asked, in 10 steps, unless {@link Ramp#steps(int)} says otherwise. */
    static Ramp ramp(Duration over) {
        return new Ramp(over, Ramp.STEPS);
    }

    /**
     * There and not there in turn; it begins with being there.
     *
     * @param on how long it is there, at least 100 ms
     * @param off how long it is not, at least 100 ms
     */
    record Pulse(Duration on, Duration off) implements Schedule {
        private static final Duration SHORTEST = Duration.ofMillis(100);

        public Pulse {
            for (Duration part : List.of(on, off)) {
                if (part.compareTo(SHORTEST) < 0) {
                    throw new IllegalArgumentException(
                            "schedule.pulse: on and off must be at least 100ms: " + Durations.format(part));
                }
            }
        }

        @Override
        public String toString() {
            return Durations.format(on) + " on, " + Durations.format(off) + " off";
        }
    }

    /**
     * Grows in equal steps to what was asked, and stays there.
     *
     * @param over how long it grows, at least 100 ms a step
     * @param steps from 2 to 100; the first is there at once
     */
    record Ramp(Duration over, int steps) implements Schedule {
        private static final int STEPS = 10;
        private static final Duration SHORTEST = Duration.ofMillis(100);

        public Ramp {
            if (steps < 2 || steps > 100) {
                throw new IllegalArgumentException("schedule.ramp.steps must be from 2 to 100: " + steps);
            }
            if (over.compareTo(SHORTEST.multipliedBy(steps)) < 0) {
                throw new IllegalArgumentException("schedule.ramp.over must be at least 100ms a step, so "
                        + Durations.format(SHORTEST.multipliedBy(steps)) + ": " + Durations.format(over));
            }
        }

        /** The same in so many steps. */
        public Ramp steps(int number) {
            return new Ramp(over, number);
        }

        /** From the injection until that step, counted from 1, is due. */
        Duration until(int step) {
            return over.multipliedBy(step - 1).dividedBy(steps - 1);
        }

        @Override
        public String toString() {
            return "growing over " + Durations.format(over) + " in " + steps + " steps";
        }
    }

    /**
     * From what a file or code says: {@code steady}, {@code {"pulse": {"on": "2s", "off": "3s"}}} or {@code {"ramp": {"over": "10s",
     * "steps": 10}}}.
     *
     * @throws IllegalArgumentException with what would do
     */
    static Schedule of(Object value) {
        if (value instanceof Schedule made) {
            return made;
        }
        if (value.equals("steady")) {
            return STEADY;
        }
        if (value instanceof Map<?, ?> map && map.size() == 1) {
            Object kind = map.keySet().iterator().next();
            if (map.get(kind) instanceof Map<?, ?> of) {
                if ("pulse".equals(kind)) {
                    known("pulse", of, List.of("on", "off"));
                    return new Pulse(duration("pulse.on", of.get("on")), duration("pulse.off", of.get("off")));
                } else if ("ramp".equals(kind)) {
                    known("ramp", of, List.of("over", "steps"));
                    return new Ramp(duration("ramp.over", of.get("over")), steps(of.get("steps")));
                }
            }
        }
        throw new IllegalArgumentException("schedule must be steady, {\"pulse\": {\"on\": \"2s\", \"off\": \"3s\"}} or"
                + " {\"ramp\": {\"over\": \"10s\", \"steps\": 10}}: " + value);
    }

    private static void known(String kind, Map<?, ?> of, List<String> names) {
        TreeSet<String> unknown = new TreeSet<>();
        of.keySet().forEach(name -> unknown.add(String.valueOf(name)));
        names.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("schedule." + kind + " has an unknown '" + unknown.first() + "'; known: "
                    + String.join(", ", names) + hint(unknown.first(), names));
        }
    }

    /** What YAML 1.1 makes of a bare on or off. */
    private static String hint(String unknown, List<String> names) {
        String written = unknown.equals("true") ? "on" : unknown.equals("false") ? "off" : "";
        return names.contains(written)
                ? ": YAML takes a bare " + written + " for " + unknown + "; write \"" + written + "\", with its quotes"
                : Suggestions.didYouMean(unknown, names);
    }

    private static Duration duration(String name, @Nullable Object value) {
        if (value instanceof String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("schedule." + name + ": " + e.getMessage(), e);
            }
        }
        throw new IllegalArgumentException(
                "schedule." + name + " must be a duration with its unit, such as 250ms, 8s or 5m: " + value);
    }

    private static int steps(@Nullable Object value) {
        if (value == null) {
            return Ramp.STEPS;
        }
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw new IllegalArgumentException("schedule.ramp.steps must be a whole number: " + value);
    }
}
