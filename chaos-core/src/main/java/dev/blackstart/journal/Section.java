package dev.blackstart.journal;

/** Where an activity stands in the experiment or its playbook. */
public enum Section {
    CONFIGURATION,
    HYPOTHESIS_BEFORE,
    METHOD,
    DEGRADATION,
    VERIFICATION,
    PLAYBOOK,
    HYPOTHESIS_AFTER,
    ROLLBACK,
    /** The steady state once more, after every fault is gone. */
    AFTER
}
