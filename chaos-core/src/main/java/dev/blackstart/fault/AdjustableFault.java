package dev.blackstart.fault;

/** A driver whose faults can be more or less: they can follow a ramp. */
public interface AdjustableFault<C extends Record> extends FaultDriver<C> {
    /**
     * The configuration of a part of the fault.
     *
     * @param fraction above 0 and at most 1; 1 is all that was asked
     */
    C scaled(C asked, double fraction);

    /** The effect of that configuration, for people: {@code +2s on each response}. */
    String asked(C config);

    /**
     * Changes a fault that is in force; returns once the change is. Touches nothing but what {@link #inject} has made.
     *
     * @throws RuntimeException when it did not work; the fault is then as it was
     */
    void adjust(Prepared<C> fault, C next, Host host);
}
