package dev.blackstart.report;

/** Whether a playbook has been shown to be what helps: treatment arm against control arm. */
public enum Proof {
    /** It recovers with the playbook and does not without. */
    PROVEN,
    /** It recovers either way. */
    NOT_NEEDED,
    /** It does not recover either way. */
    INEFFECTIVE,
    /** It does not recover with the playbook, and does without. */
    HARMFUL,
    /** There is no valid control arm to compare with. */
    UNPROVEN,
    /** The experiment declares no playbook, or the run did not get that far. */
    NONE
}
