package dev.blackstart.journal;

/** The phases of an arm, in their order. */
public enum Phase {
    START,
    WARM_UP,
    BASELINE,
    FAULT,
    DEGRADED,
    ALERTED,
    MITIGATING,
    RECOVERED,
    /** Only in the control arm, in place of mitigating and recovered: the fault is on and nobody helps. */
    OBSERVED,
    REVERTED,
    AFTER,
    STOP
}
