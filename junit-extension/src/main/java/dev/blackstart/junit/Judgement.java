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
    static void require(RunResult result, Terms terms) {
        Outcome outcome = result.outcome();
        if (!outcome.extension()) {
            requirePlain(result);
        } else if (outcome.verdict() == Verdict.DEVIATED) {
            throw new AssertionFailedError(text("'" + outcome.title() + "' deviated: ", result));
        } else if (outcome.verdict() == Verdict.INCONCLUSIVE) {
            String text = text("Nothing is known of '" + outcome.title() + "', its run is inconclusive: ", result);
            if (terms.onInconclusive() == OnInconclusive.ABORT) {
                throw new TestAbortedException(text);
            }
            throw new AssertionFailedError(text);
        }
        if (!result.notWritten().isEmpty()) {
            throw new AssertionFailedError("the run's journal is not whole: " + String.join("; ", result.notWritten()));
        }
    }

    private static void requirePlain(RunResult result) {
        Outcome outcome = result.outcome();
        if (outcome.exitCode() != 0) {
            throw new AssertionFailedError("'" + outcome.title() + "' "
                    + (outcome.deviated() ? "deviated" : "ended as " + outcome.status()) + place(result));
        }
    }

    private static String text(String begin, RunResult result) {
        List<Finding> others = result.outcome().findings().stream().skip(1).toList();
        return begin + result.outcome().reason() + "."
                + others.stream()
                        .map(finding -> "\n  " + finding.verdict() + " " + finding.sentence())
                        .collect(Collectors.joining())
                + place(result);
    }

    private static String place(RunResult result) {
        return "\nIts run: " + NamedFile.shown(result.folder());
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
        return entries;
    }
}
