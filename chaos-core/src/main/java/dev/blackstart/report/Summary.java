package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The last lines of a run: verdict first, one sentence why, the times, and where the files are. */
public final class Summary {
    private Summary() {}

    /**
     * Prints the summary of a run that uses Blackstart's extension.
     *
     * @param files what the folder holds
     */
    public static void print(PrintStream out, Outcome outcome, Path folder, List<String> files, Path journal) {
        out.println();
        // A reason may bring lines of a log along: the sentence is its first line.
        String[] reason = outcome.reason().split("\n", 2);
        out.println(outcome.verdict() + ": " + reason[0] + ".");
        if (reason.length > 1) {
            reason[1].lines().forEach(line -> out.println("  " + line));
        }
        out.println();
        time(out, "detected", outcome.times().detect(), "TTD, from the fault's first effect to the alert");
        time(out, "mitigated", outcome.times().mitigate(), "TTM, from the alert to the last playbook step");
        time(out, "recovered", outcome.times().recover(), "TTR, from the fault's first effect to full service");
        if (outcome.proof() != Proof.NONE) {
            row(out, "playbook", outcome.proof().name());
        }
        for (Evidence evidence : outcome.evidence()) {
            row(out, "fault", (evidence.arm() == Arm.CONTROL ? "in the control arm, " : "") + evidence.sentence());
        }
        List<Finding> findings = outcome.findings();
        for (Finding finding : findings) {
            if (!finding.sentence().equals(outcome.reason())) {
                row(out, finding.verdict().name().toLowerCase(Locale.ROOT), finding.sentence());
            }
        }
        row(out, "files", folder + " (" + String.join(", ", files) + ")");
        row(
                out,
                "journal",
                journal + " (Chaos Toolkit's: " + outcome.status() + (outcome.deviated() ? ", deviated)" : ")"));
    }

    private static void time(PrintStream out, String label, Optional<Duration> time, String meaning) {
        time.ifPresent(
                duration -> row(out, label, String.format(Locale.ROOT, "%-8s %s", Words.seconds(duration), meaning)));
    }

    private static void row(PrintStream out, String label, String text) {
        out.printf(Locale.ROOT, "  %-13s %s%n", label, text);
    }
}
