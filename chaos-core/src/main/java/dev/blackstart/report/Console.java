package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run looks like while it runs: plain lines, a milestone when it happens and at most one status line a second. A fold over
 * the journal's entries. Thread-safe.
 */
public final class Console {
    /** Under the text of the line above. */
    private static final String CONTINUED = "\n" + " ".repeat(21);

    private final PrintStream out;
    private final LiveState state = new LiveState();
    private @Nullable Instant started;
    private @Nullable Instant lastStatus;
    /** The abort conditions that could not be evaluated the last time. */
    private final Set<String> unclear = new HashSet<>();

    private boolean extension;
    private @Nullable StepFacts step;

    public Console(PrintStream out) {
        this.out = out;
    }

    /** Takes the next entry of the journal. */
    public synchronized void entry(Entry entry) {
        if (started == null) {
            started = entry.at();
        }
        state.add(entry);
        milestone(entry);
        out.flush();
    }

    /** So many entries were left out, because nobody read what was printed. */
    public synchronized void dropped(long entries) {
        if (extension) {
            out.println("  (" + entries + " events are not shown: nobody read the output)");
            out.flush();
        }
    }

    /** A second has passed. Prints a status line if a workload or a wait has something to tell. */
    public synchronized void tick(Instant now) {
        if (!extension || started == null || state.phase == null) {
            return;
        }
        if (lastStatus != null && Duration.between(lastStatus, now).toMillis() < 900) {
            return;
        }
        lastStatus = now;
        line(now, state.phaseName(), state.statusLine(now));
        out.flush();
    }

    private void milestone(Entry entry) {
        Event event = entry.event();
        if (event instanceof Event.RunStarted run) {
            extension = run.declared().extension();
            if (extension) {
                out.println(run.title());
                out.println("  run " + run.run() + ", seed " + run.seed());
            }
        }
        if (!extension) {
            return;
        }
        if (event instanceof Event.PhaseEntered entered && entered.phase() == Phase.START) {
            out.println();
            out.println(
                    entry.arm() == Arm.CONTROL
                            ? "Control arm, without the playbook"
                            : "Treatment arm" + withPlaybook());
        } else if (event instanceof Event.ReplicaReady ready) {
            line(entry.at(), "ready", ready.replica() + " after " + Words.seconds(ready.took()));
        } else if (event instanceof Event.ReplicaEnded ended && !ended.asked()) {
            line(entry.at(), "ended", ended.replica() + " (" + ended.incarnation() + ") with status " + ended.status());
        } else if (event instanceof Event.WarmedUp warmup) {
            line(entry.at(), warmup.steady() ? "steady" : "unsteady", warmedUp(warmup));
        } else if (event instanceof Event.AlertFired fired) {
            line(entry.at(), "ALERT", fired.alert());
        } else if (event instanceof Event.AlertAwaited awaited) {
            line(entry.at(), "no alert", "waited " + Words.seconds(awaited.waited()));
        } else if (event instanceof Event.AbortChecked checked) {
            abortChecked(entry.at(), checked);
        } else if (event instanceof Event.RunInterrupted interrupted) {
            line(entry.at(), "stopping", interrupted.reason() + ": reverting the faults, stopping the processes");
        } else if (event instanceof Event.RunAborted aborted) {
            line(entry.at(), "giving up", aborted.reason());
        } else {
            faultMilestone(entry);
            activityMilestone(entry);
        }
    }

    /** One that is not met is no news, and one that cannot be evaluated is news once. */
    private void abortChecked(Instant at, Event.AbortChecked checked) {
        if (Boolean.TRUE.equals(ToleranceMet.of(checked))) {
            line(at, "ABORT", checked.name() + " gave " + checked.output());
        } else if (checked.unclear() == null) {
            unclear.remove(checked.name());
        } else if (unclear.add(checked.name())) {
            line(at, "unclear", checked.name() + ": " + checked.unclear());
        }
    }

    private static String warmedUp(Event.WarmedUp warmup) {
        String after = " after " + Words.seconds(warmup.took());
        return warmup.steady()
                ? "load" + after
                : "still no three clean seconds" + after
                        + (warmup.lastFailure() == null ? "" : "; the last failure: " + warmup.lastFailure());
    }

    private String withPlaybook() {
        return state.playbook == null ? "" : ", with the playbook " + state.playbook;
    }

    private void faultMilestone(Entry entry) {
        Event event = entry.event();
        if (event instanceof Event.FaultInjected injected) {
            line(entry.at(), "FAULT", state.fault(injected.id()) + " is active");
        } else if (event instanceof Event.FaultReverted reverted) {
            line(entry.at(), "reverted", state.fault(reverted.id()) + remarks(reverted));
        } else if (event instanceof Event.FaultMitigated mitigated) {
            line(entry.at(), "mitigated", state.fault(mitigated.id()) + " by " + mitigated.by());
        } else if (event instanceof Event.FaultLost lost) {
            line(entry.at(), "lost", state.fault(lost.id()) + ": " + lost.why());
        } else if (event instanceof Event.FaultFailed failed) {
            line(entry.at(), "failed", state.fault(failed.id()) + ": " + failed.why());
        }
    }

    /** Of steps of the undo that say more than their result, such as where an original is kept. */
    private static String remarks(Event.FaultReverted reverted) {
        List<String> remarks =
                reverted.steps().stream().filter(step -> step.contains("; ")).toList();
        return remarks.isEmpty() ? "" : ": " + String.join(", ", remarks);
    }

    private void activityMilestone(Entry entry) {
        Event event = entry.event();
        if (event instanceof Event.ActivityStarted started && started.section() == Section.PLAYBOOK) {
            step = new StepFacts(started, entry.at());
            line(entry.at(), "STEP", started.name());
        } else if (event instanceof Event.StepTimedOut timedOut && step != null) {
            step.limit = timedOut.within();
            line(entry.at(), "failed", step.name + ": " + step.error());
        } else if (event instanceof Event.ActivityEnded ended) {
            if (ended.section() == Section.PLAYBOOK) {
                stepEnded(entry.at(), ended);
            } else {
                ended(entry.at(), ended);
            }
        }
    }

    /** What a step that took too long says later counts no more. */
    private void stepEnded(Instant at, Event.ActivityEnded ended) {
        if (step == null || step.limit != null) {
            return;
        }
        step.end(at, ended);
        line(at, step.succeeded() ? "done" : "failed", step.name + (step.succeeded() ? "" : ": " + step.error()));
    }

    private void ended(Instant at, Event.ActivityEnded ended) {
        List<String> exception = ended.exception();
        if (!exception.isEmpty()) {
            line(
                    at,
                    "failed",
                    ended.name() + ": " + exception.get(exception.size() - 1).strip());
        } else if (ended.unclear() != null) {
            line(at, "unclear", ended.name() + ": " + ended.unclear());
        } else {
            Boolean met = ToleranceMet.of(ended);
            if (met != null) {
                line(at, met ? "met" : "not met", ended.name() + (met ? "" : " gave " + ended.output()));
            }
        }
    }

    private void line(Instant at, String label, String text) {
        Duration elapsed = Duration.between(started == null ? at : started, at);
        out.printf(
                Locale.ROOT,
                "  %d:%04.1f  %-10s %s%n",
                elapsed.toMinutes(),
                elapsed.toMillis() % 60_000 / 1000.0,
                label,
                text.replace("\n", CONTINUED));
    }
}
