package dev.blackstart.report;

import java.util.List;
import java.util.Optional;

/**
 * What a run came to: a pure function of its journal of events.
 *
 * @param verdict the worst of the findings
 * @param proof what is known of the playbook
 * @param reason one sentence why
 * @param findings everything that was judged, worst first
 * @param status Chaos Toolkit's status of the treatment arm
 * @param deviated Chaos Toolkit's own flag
 * @param times of the treatment arm
 * @param evidence of each fault, treatment arm first
 * @param extension whether the file uses Blackstart's extension; if not, only status and deviated count
 */
public record Outcome(
        String title,
        Verdict verdict,
        Proof proof,
        String reason,
        List<Finding> findings,
        String status,
        boolean deviated,
        Times times,
        Optional<Times> controlTimes,
        List<Evidence> evidence,
        boolean extension) {
    public Outcome {
        findings = List.copyOf(findings);
        evidence = List.copyOf(evidence);
    }

    /** Blackstart's exit code; for a file without the extension Chaos Toolkit's. */
    public int exitCode() {
        if (extension) {
            return verdict.exitCode();
        }
        return status.equals("completed") && !deviated ? 0 : 1;
    }
}
