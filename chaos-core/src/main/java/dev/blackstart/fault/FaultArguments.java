package dev.blackstart.fault;

import dev.blackstart.document.Durations;
import dev.blackstart.provider.Argument;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that every fault takes, and beside them those of its kind.
 *
 * @param on a text or a list of texts; which, {@link FaultType#takes} tells
 * @param config what the driver takes
 */
public record FaultArguments(
        @Argument(value = "what it is put on; several in a list", takes = "a service, a replica or a link")
        Object on,

        Record config,

        @Argument(value = "how long; until it is reverted when not given", min = "1ms")
        Optional<Duration> duration,

        @Argument(
                value = "how many of the targets, drawn by the run's seed",
                byDefault = ALL,
                takes = "all, one or a number")
        Object count,

        @Argument(value = LEASE, min = "1s") Optional<Duration> lease,

        @Argument(value = SCHEDULE, takes = SCHEDULES) Optional<Object> schedule,

        @Argument("a name for the fault, for blackstart.fault.revert")
        Optional<String> id) {
    static final String ALL = "all";
    static final String LEASE =
            "how long beyond its planned end it may stay where nobody reverts it; 60s when not given";
    static final String SCHEDULE = "how it behaves meanwhile; steady when not given";
    static final String SCHEDULES = "steady, {\"pulse\": {\"on\": \"2s\", \"off\": \"3s\"}}"
            + " or {\"ramp\": {\"over\": \"10s\", \"steps\": 10}}";

    /** So that what is put before and behind it for each arm and target still fits. */
    private static final int LONGEST_ID = 64;

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    public FaultArguments {
        check(duration, lease, id);
        wanted(count);
        schedule.ifPresent(Schedule::of);
    }

    static void check(Optional<Duration> duration, Optional<Duration> lease, Optional<String> id) {
        duration.filter(length -> length.isZero() || length.isNegative()).ifPresent(length -> {
            throw new IllegalArgumentException("duration must be longer than 0s: " + Durations.format(length));
        });
        lease.filter(length -> length.compareTo(SHORTEST_LEASE) < 0).ifPresent(length -> {
            throw new IllegalArgumentException("lease must be at least 1s: " + Durations.format(length));
        });
        id.filter(name -> new FaultId(name).value().length() > LONGEST_ID).ifPresent(name -> {
            throw new IllegalArgumentException("id must be at most " + LONGEST_ID + " characters long: " + name);
        });
    }

    Schedule scheduled() {
        return schedule.map(Schedule::of).orElse(Schedule.STEADY);
    }

    /** How many targets are wanted; {@link Integer#MAX_VALUE} for all. */
    public int wanted() {
        return wanted(count);
    }

    private static int wanted(Object count) {
        if (count.equals(ALL)) {
            return Integer.MAX_VALUE;
        }
        if (count.equals("one")) {
            return 1;
        }
        String text = count.toString();
        if (text.matches("[1-9]\\d{0,5}")) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("count must be all, one or a whole number from 1: " + count);
    }

    /** What was asked for, as a file would write it, defaults filled in. */
    static Map<String, @Nullable Object> asked(FaultRequest request, FaultRequest.Part part) {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>();
        asked.put("on", part.target().toString());
        asked.putAll(plain(part.config()));
        request.duration().ifPresent(duration -> asked.put("duration", Durations.format(duration)));
        request.lease().ifPresent(lease -> asked.put("lease", Durations.format(lease)));
        if (!(request.schedule() instanceof Schedule.Steady)) {
            asked.put("schedule", request.schedule().toString());
        }
        return asked;
    }

    /** The arguments on one line, for {@code plan}: {@code latency=2s, jitter=0s, direction=response}. */
    static String line(Record config) {
        return plain(config).entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, @Nullable Object> plain(Record config) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                plain.put(
                        snakeCase(component.getName()),
                        plain(component.getAccessor().invoke(config)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }
        return plain;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        } else if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        } else if (value instanceof Optional<?> optional) {
            return plain(optional.orElse(null));
        }
        return value;
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** The kinds of undo steps, as {@code plan} and the journal name them. */
    static List<String> undoKinds(FaultDriver<?> driver) {
        return driver.isTakenBackByStart() ? List.of("StartAgain") : driver.undoKinds();
    }
}
