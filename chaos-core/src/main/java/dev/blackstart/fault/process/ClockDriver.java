package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.journal.Event;
import dev.blackstart.ledger.Undo;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code blackstart.fault.clock}: a replica that does not know what time it is. */
public final class ClockDriver implements FaultDriver<Clock> {
    private static final FaultType<Clock> TYPE = new FaultType<>(
            "clock",
            1,
            Clock.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "start",
            "Starts a replica with a clock that is off (libfaketime); the revert starts it as usual.",
            ClockDriver::expected);

    @Override
    public FaultType<Clock> type() {
        return TYPE;
    }

    @Override
    public Capability check(Clock config, TargetRef ref, Host host) {
        Capability replica = ReplicaFault.check(ref, host);
        if (replica instanceof Capability.Unavailable) {
            return replica;
        }
        return Faketime.library().isPresent()
                ? replica
                : new Capability.Unavailable("libfaketime is not installed", "install libfaketime");
    }

    @Override
    public List<String> undoKinds() {
        return List.of();
    }

    @Override
    public boolean altersStart() {
        return true;
    }

    @Override
    public Prepared<Clock> prepare(FaultId id, Clock config, Target target) {
        ReplicaFault.identity(target);
        Target.OfReplica replica = ReplicaFault.replica(target);
        if (ClockMeter.question(replica.replica()).isEmpty()) {
            throw new FaultFailed("the clock of " + target.ref()
                    + " cannot be seen: only an http readiness shows it, in the Date of its answers");
        }
        return new Prepared<>(id, TYPE, config, target, new Undo(Undo.VERSION, TYPE.name(), List.of()), asked(config));
    }

    @Override
    public Meter meter(Prepared<Clock> fault, MeterContext context) {
        return new ClockMeter(fault.id(), ReplicaFault.replica(fault.target()), fault.config(), context);
    }

    @Override
    public void inject(Prepared<Clock> fault, Host host) {
        Target.OfReplica target = ReplicaFault.replica(fault.target());
        target.topology().startAltered(target.replica().ref(), off(fault.config()), true, host.cancellation());
    }

    private static String asked(Clock config) {
        return "its clock " + Durations.format(config.offset()) + " "
                + config.way().name().toLowerCase(Locale.ROOT);
    }

    /** The Date of an HTTP answer has whole seconds. */
    private static Event.Expected expected(Clock config, String live) {
        return Event.Expected.ofValue(false, "s", config.seconds() - 2.0, config.seconds() + 1.0);
    }

    private static Alteration off(Clock config) {
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
