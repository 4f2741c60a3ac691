package dev.blackstart.junit;

import dev.blackstart.RunResult;
import dev.blackstart.document.Durations;
import dev.blackstart.report.Finding;
import dev.blackstart.report.Outcome;
import dev.blackstart.report.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What an experiment's outcome is to a test. */
final class Judgement {
    private Judgement() {}

    /**
     * Nothing, if the experiment held.
     *
     * @throws AssertionFailedError if it did not, or its journal is not whole
     * @throws TestAbortedException if it tells nothing, and the test does not mind
     */
    static void require(RunResult result, long seed, Terms terms) {
        Outcome outcome = result.outcome();
        if (tellsNothing(outcome)) {
            String text =
                    text("Nothing is known of '" + outcome.title() + "', its run is inconclusive: ", result, seed);
            if (terms.onInconclusive() == OnInconclusive.ABORT) {
                throw new TestAbortedException(text);
            }
            throw new AssertionFailedError(text);
        }
        if (!outcome.extension()) {
            requirePlain(result, seed);
        } else if (outcome.verdict() == Verdict.DEVIATED) {
            throw new AssertionFailedError(text("'" + outcome.title() + "' deviated: ", result, seed));
        }
        if (!result.notWritten().isEmpty()) {
            throw new AssertionFailedError("the run's journal is not whole: " + String.join("; ", result.notWritten()));
        }
    }

    /**
     * A file that is Chaos Toolkit's and nothing more has no verdict of ours. But where its steady state was not there to begin with
     * nothing was done, and the original calls that completed; a test must not be green for it.
     */
    private static boolean tellsNothing(Outcome outcome) {
        return outcome.verdict() == Verdict.INCONCLUSIVE
                && (outcome.extension()
                        || outcome.findings().stream()
                                .anyMatch(finding -> finding.topic().equals("gate")));
    }

    private static void requirePlain(RunResult result, long seed) {
        Outcome outcome = result.outcome();
        if (outcome.exitCode() != 0) {
            throw new AssertionFailedError("'" + outcome.title() + "' "
                    + (outcome.deviated() ? "deviated" : "ended as " + outcome.status()) + place(result, seed));
        }
    }

    private static String text(String begin, RunResult result, long seed) {
        List<Finding> others = result.outcome().findings().stream().skip(1).toList();
        return begin + result.outcome().reason() + "."
                + others.stream()
                        .map(finding -> "\n  " + finding.verdict() + " " + finding.sentence())
                        .collect(Collectors.joining())
                + place(result, seed);
    }

    private static String place(RunResult result, long seed) {
        return "\nIts run: " + NamedFile.shown(result.folder()) + ", seed " + seed;
    }

    /** For JUnit's report. */
    static Map<String, String> entries(RunResult result) {
        Outcome outcome = result.outcome();
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("blackstart.title", outcome.title());
        if (outcome.extension()) {
            entries.put("blackstart.verdict", outcome.verdict().name());
            entries.put("blackstart.proof", outcome.proof().name());
            entries.put("blackstart.reason", outcome.reason());
            outcome.times().detect().ifPresent(time -> entries.put("blackstart.ttd", Durations.format(time)));
            outcome.times().mitigate().ifPresent(time -> entries.put("blackstart.ttm", Durations.format(time)));
            outcome.times().recover().ifPresent(time -> entries.put("blackstart.ttr", Durations.format(time)));
        } else {
            entries.put("blackstart.status", outcome.status());
            entries.put("blackstart.deviated", String.valueOf(outcome.deviated()));
        }
        entries.put("blackstart.journal", NamedFile.shown(result.folder().resolve("events.jsonl")));
        // JUnit takes no blank ones.
        entries.values().removeIf(String::isBlank);
        return entries;
    }
}
