package dev.blackstart.report;

/** Whether an arm recovered. */
enum Recovery {
    /** While the fault was in force, or after a mitigation had replaced its target. */
    RECOVERED,
    NOT_RECOVERED,
    /** Only once the fault had ended by itself: that says nothing of the playbook. */
    AFTER_FAULT,
    /** While the fault was called in force, but its effect was gone: somebody switched it off, which is no mitigation. */
    WITHOUT_EFFECT,
    /** There is nothing to judge it by. */
    UNKNOWN
}
