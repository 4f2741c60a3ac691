package dev.blackstart.fault;

import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fault that is asked for, its targets already resolved to names.
 *
 * @param fault what it is called in a file: module and function
 * @param parts what it consists of, injected and reverted side by side
 * @param id of the only part; with several, {@code id-1}, {@code id-2}, …; empty: chosen
 * @param duration how long; empty: until it is reverted
 * @param lease how long beyond its planned end it may stay where nobody reverts it; empty: as long as usual
 * @param composite whether it is one fault made of many, and not the same one on each of its targets
 */
public record FaultRequest(
        String fault,
        List<Part> parts,
        Optional<String> id,
        Optional<Duration> duration,
        Optional<Duration> lease,
        Schedule schedule,
        boolean composite) {
    private static final Duration LONGEST = Duration.ofDays(366);

    public FaultRequest {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a fault needs at least one target");
        }
        if (duration.filter(length -> length.compareTo(LONGEST) > 0).isPresent()) {
            throw new IllegalArgumentException("duration must be at most " + LONGEST.toDays() + " days: "
                    + duration.get().toDays() + " days");
        }
    }

    /** One fault on each of its targets, all the time. */
    public FaultRequest(
            FaultDriver<?> driver,
            Record config,
            List<TargetRef> targets,
            Optional<String> id,
            Optional<Duration> duration) {
        this(
                driver.type().name(),
                parts(driver, config, targets),
                id,
                duration,
                Optional.empty(),
                Schedule.STEADY,
                false);
    }

    /** One fault on one target. */
    public record Part(FaultDriver<?> driver, Record config, TargetRef target) {
        /** Two of the same key may not be in force at a time. */
        String conflictKey() {
            return conflictKey(driver, config);
        }

        private static <C extends Record> String conflictKey(FaultDriver<C> driver, Record config) {
            return driver.conflictKey(driver.type().config().cast(config));
        }
    }

    static List<Part> parts(FaultDriver<?> driver, Record config, List<TargetRef> targets) {
        return targets.stream().map(target -> new Part(driver, config, target)).toList();
    }

    /** The targets of its parts, in their order. */
    public List<TargetRef> targets() {
        return parts.stream().map(Part::target).toList();
    }

    /** The same with other parts. */
    FaultRequest with(List<Part> others) {
        return new FaultRequest(fault, others, id, duration, lease, schedule, composite);
    }
}
