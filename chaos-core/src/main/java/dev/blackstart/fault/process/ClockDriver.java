package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.journal.Event;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code blackstart.fault.clock}: a replica that does not know what time it is. */
public final class ClockDriver extends AlteredStart<Clock> {
    /** The Date of an HTTP answer has whole seconds, the rest is cut off; half a second more is for the answer's way. */
    private static final double MOST_BEHIND_SECONDS = 1.5;

    private static final double MOST_AHEAD_SECONDS = 0.5;

    /** For ServiceLoader. */
    public ClockDriver() {
        super(
                "clock",
                Clock.class,
                "Starts a replica with a clock that is off (libfaketime); the revert starts it as usual.",
                ClockDriver::expected);
    }

    @Override
    public Capability check(Clock config, TargetRef ref, Host host) {
        Capability replica = super.check(config, ref, host);
        if (replica instanceof Capability.Unavailable) {
            return replica;
        }
        return Faketime.library().isPresent()
                ? replica
                : new Capability.Unavailable("libfaketime is not installed", "install libfaketime");
    }

    @Override
    public Prepared<Clock> prepare(FaultId id, Clock config, Target target) {
        if (ClockMeter.question(ReplicaFault.replica(target).replica()).isEmpty()) {
            throw new FaultFailed("the clock of " + target.ref()
                    + " cannot be seen: only an http readiness shows it, in the Date of its answers");
        }
        return super.prepare(id, config, target);
    }

    @Override
    public Meter meter(Prepared<Clock> fault, MeterContext context) {
        return new ClockMeter(fault.id(), ReplicaFault.replica(fault.target()), fault.config(), context);
    }

    @Override
    String asked(Clock config) {
        return "its clock " + Durations.format(config.offset()) + " "
                + config.way().name().toLowerCase(Locale.ROOT);
    }

    private static Event.Expected expected(Clock config, String live) {
        return Event.Expected.ofValue(
                false, "s", config.seconds() - MOST_BEHIND_SECONDS, config.seconds() + MOST_AHEAD_SECONDS);
    }

    /** Whether a clock that was seen to be off by these seconds is as was asked. */
    static boolean isOffAsAsked(Clock config, double seconds) {
        double more = seconds - config.seconds();
        return -MOST_BEHIND_SECONDS <= more && more <= MOST_AHEAD_SECONDS;
    }

    @Override
    boolean awaitsReady() {
        return true;
    }

    @Override
    Alteration alteration(Clock config) {
        String library = Faketime.library()
                .orElseThrow(() -> new FaultFailed("libfaketime is not installed"))
                .toString();
        // Timeouts are measured by the monotonic clock, which nobody sets.
        return new Alteration(
                List.of(),
                Map.of(
                        "LD_PRELOAD",
                        library,
                        "FAKETIME",
                        String.format(Locale.ROOT, "%+d", config.seconds()),
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        "DONT_FAKE_MONOTONIC",
                        "1"));
    }
}
