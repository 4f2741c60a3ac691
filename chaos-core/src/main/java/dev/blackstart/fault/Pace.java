package dev.blackstart.fault;

import java.time.Duration;
import java.util.Optional;

/**
 * How a measurement of faults paces itself.
 *
 * @param every how long it takes from one look to the next
 * @param beforeAtMost how long a look before the fault waits for traffic that others may bring
 * @param afterAtMost how long a look after the revert does
 * @param lookBack for how long what went through before the fault was asked for shows that a link is in use, where nothing else does:
 *     in a test nobody uses it while the test waits for the fault
 */
public record Pace(Duration every, Duration beforeAtMost, Duration afterAtMost, Optional<Duration> lookBack) {
    /** Of a run, in which a second more does no harm and a load goes on. */
    public static final Pace RUN =
            new Pace(Duration.ofMillis(250), Duration.ofMillis(1_500), Duration.ofSeconds(3), Optional.empty());

    /** Of a test: what comes of it shows at once, and nobody brings traffic but the test itself, which waits meanwhile. */
    public static final Pace TEST =
            new Pace(Duration.ofMillis(40), Duration.ZERO, Duration.ofMillis(100), Optional.of(Duration.ofSeconds(10)));
}
