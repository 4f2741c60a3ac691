package dev.blackstart.report;

/** Whether an arm recovered. */
enum Recovery {
    /** While the fault was in force, or after a mitigation had replaced its target. */
    RECOVERED,
    NOT_RECOVERED,
    /** Only once the fault had ended by itself: that says nothing of the playbook. */
    AFTER_FAULT,
    /** There is nothing to judge it by. */
    UNKNOWN
}
