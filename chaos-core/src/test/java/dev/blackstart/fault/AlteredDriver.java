package dev.blackstart.fault;

import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;

/** A driver whose injection is replaced by something else. */
record AlteredDriver<C extends Record>(FaultDriver<C> real, Deed<C> injection) implements FaultDriver<C> {
    /** What is done instead. */
    interface Deed<C extends Record> {
        void inject(FaultDriver<C> real, Prepared<C> fault, Host host);
    }

    @Override
    public FaultType<C> type() {
        return real.type();
    }

    @Override
    public Capability check(C config, TargetRef ref, Host host) {
        return real.check(config, ref, host);
    }

    @Override
    public Capability check(C config, TargetRef ref, Service.Kind kind, Host host) {
        return real.check(config, ref, kind, host);
    }

    @Override
    public List<String> undoKinds() {
        return real.undoKinds();
    }

    @Override
    public Prepared<C> prepare(FaultId id, C config, Target target) {
        return real.prepare(id, config, target);
    }

    @Override
    public Meter meter(Prepared<C> fault, MeterContext context) {
        return real.meter(fault, context);
    }

    @Override
    public boolean endsTarget() {
        return real.endsTarget();
    }

    @Override
    public boolean altersStart() {
        return real.altersStart();
    }

    @Override
    public Duration showsWithin(C config) {
        return real.showsWithin(config);
    }

    @Override
    public void inject(Prepared<C> fault, Host host) {
        injection.inject(real, fault, host);
    }
}
