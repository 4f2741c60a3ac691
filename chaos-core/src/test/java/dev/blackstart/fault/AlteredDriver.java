package dev.blackstart.fault;

import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.function.BiConsumer;

/** A driver whose injection is replaced by something else. */
record AlteredDriver<C extends Record>(FaultDriver<C> real, BiConsumer<FaultDriver<C>, Prepared<C>> injection)
        implements FaultDriver<C> {
    @Override
    public FaultType<C> type() {
        return real.type();
    }

    @Override
    public Capability check(C config, TargetRef ref) {
        return real.check(config, ref);
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
    public void inject(Prepared<C> fault) {
        injection.accept(real, fault);
    }
}
