package dev.blackstart.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that code asks for of one fault.
 *
 * @param config of an installed driver, or of a composite fault
 * @param on the names of its targets; empty for a composite fault
 * @param count of the targets; empty: all
 * @param duration empty: until it is reverted
 * @param lease empty: as long as usual
 * @param schedule empty: steady
 * @param id empty: chosen
 */
record AskedFault(
        Record config,
        List<String> on,
        Optional<Integer> count,
        Optional<Duration> duration,
        Optional<Duration> lease,
        Optional<Schedule> schedule,
        Optional<String> id)
        implements FaultSpec {
    AskedFault {
        on = List.copyOf(on);
    }

    /** Of nothing but what it does, and where. */
    static AskedFault of(Object config, List<String> on) {
        if (!(config instanceof Record record)) {
            throw new IllegalArgumentException(
                    config.getClass().getName() + " is no record, and the configuration of a fault must be one");
        }
        return new AskedFault(
                record, on, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static AskedFault of(FaultSpec spec) {
        return spec instanceof AskedFault asked ? asked : of(spec, List.of());
    }
}
