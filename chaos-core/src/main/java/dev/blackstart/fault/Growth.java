package dev.blackstart.fault;

/** How much of a fault is there: all of it, or along a ramp a part that grows. Not for several threads. */
final class Growth<C extends Record> {
    private final FaultDriver<C> driver;
    private final Prepared<C> asked;
    private final int steps;
    private int step = 1;

    Growth(FaultDriver<C> driver, Prepared<C> asked, Schedule schedule) {
        this.driver = driver;
        this.asked = asked;
        this.steps = schedule instanceof Schedule.Ramp ramp ? ramp.steps() : 1;
    }

    /** What is there at this step. */
    Prepared<C> now() {
        if (step == steps || !(driver instanceof AdjustableFault<C> adjustable)) {
            return asked;
        }
        C config = adjustable.scaled(asked.config(), (double) step / steps);
        return new Prepared<>(
                asked.id(),
                asked.type(),
                config,
                asked.target(),
                asked.undo(),
                adjustable.asked(config),
                asked.thing());
    }

    /** Goes to the next step, and changes the fault to it. */
    void grow(Host host) {
        if (step < steps && driver instanceof AdjustableFault<C> adjustable) {
            step++;
            adjustable.adjust(asked, now().config(), host);
        }
    }
}
