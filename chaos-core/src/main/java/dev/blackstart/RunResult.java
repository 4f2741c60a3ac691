package dev.blackstart;

import dev.blackstart.report.Outcome;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of a run.
 *
 * @param folder holds {@code events.jsonl}, {@code journal.json} and the replicas' logs
 * @param notWritten what should be on disk and is not, for people; empty when all is well
 */
public record RunResult(Outcome outcome, Path folder, List<String> notWritten) {
    public RunResult {
        notWritten = List.copyOf(notWritten);
    }

    /** The outcome's exit code, but never 0 while something is missing. */
    public int exitCode() {
        return outcome.exitCode() == 0 && !notWritten.isEmpty() ? 1 : outcome.exitCode();
    }
}
