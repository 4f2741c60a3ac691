package dev.blackstart;

import dev.blackstart.report.Outcome;
import java.nio.file.Path;

/**
 * What came of a run.
 *
 * @param folder holds {@code events.jsonl}, {@code journal.json} and the replicas' logs
 */
public record RunResult(Outcome outcome, Path folder) {}
