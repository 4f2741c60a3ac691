package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened in one arm, sorted by what it is about. A fold over the arm's entries. */
final class ArmFacts {
    final List<Entry> entries;
    final Map<Phase, Instant> phases = new EnumMap<>(Phase.class);
    final Map<Section, List<Evaluation>> evaluations = new EnumMap<>(Section.class);
    final List<Event.LoadBucket> buckets = new ArrayList<>();
    final Map<String, FaultFacts> faults = new LinkedHashMap<>();
    final List<StepFacts> steps = new ArrayList<>();
    private final Set<Long> faultActions = new HashSet<>();

    /** What each activity was, by its id, as the file has it. */
    final Map<Long, Map<String, @Nullable Object>> activities = new HashMap<>();

    /** The names that the file's own configuration declares. */
    final Set<String> configuration = new HashSet<>();

    double rate;

    @Nullable Instant alertFired;

    /** The first action of blackstart.fault in the method that did not succeed, and why. */
    @Nullable String faultActionFailed;

    /** What of the method and the rollbacks failed, and why, faults left out. */
    final List<String> activitiesFailed = new ArrayList<>();

    @Nullable String aborted;

    @Nullable String interrupted;

    @Nullable Instant interruptedAt;

    /** Every evaluation of an abort condition, in the order in which they ended. */
    final List<AbortCheck> abortChecks = new ArrayList<>();

    /** @param at when it ended */
    record AbortCheck(Instant at, Event.AbortChecked checked) {
        boolean answered() {
            return checked.unclear() == null && ToleranceMet.of(checked) != null;
        }

        boolean met() {
            return Boolean.TRUE.equals(ToleranceMet.of(checked));
        }

        String name() {
            return checked.name();
        }
    }

    private ArmFacts(List<Entry> entries) {
        this.entries = entries;
    }

    /** The facts of one arm; events of the run as a whole (its interruption) belong to every arm. */
    static ArmFacts of(List<Entry> all, Arm arm) {
        List<Entry> own = all.stream()
                .filter(entry -> entry.arm() == arm || entry.arm() == Arm.RUN)
                .toList();
        ArmFacts facts = new ArmFacts(own);
        own.forEach(entry -> facts.add(entry.at(), entry.event()));
        return facts;
    }

    private void add(Instant at, Event event) {
        if (event instanceof Event.RunStarted run) {
            if (run.document().get("configuration") instanceof Map<?, ?> declared) {
                declared.keySet().forEach(name -> configuration.add(String.valueOf(name)));
            }
        } else if (event instanceof Event.PhaseEntered entered) {
            phases.putIfAbsent(entered.phase(), at);
        } else if (event instanceof Event.LoadBucket bucket) {
            buckets.add(bucket);
        } else if (event instanceof Event.LoadStarted load) {
            rate = load.ratePerSecond();
        } else if (event instanceof Event.AlertFired) {
            alertFired = alertFired == null ? at : alertFired;
        } else if (event instanceof Event.RunAborted abort) {
            aborted = abort.reason();
        } else if (event instanceof Event.RunInterrupted interruption) {
            interrupted = interrupted == null ? interruption.reason() : interrupted;
            interruptedAt = interruptedAt == null ? at : interruptedAt;
        } else if (event instanceof Event.AbortChecked checked) {
            abortChecks.add(new AbortCheck(at, checked));
        } else if (event instanceof Event.RunKilled) {
            interrupted = "SIGKILL";
        } else {
            addActivity(at, event);
            addFault(at, event);
        }
    }

    private void addActivity(Instant at, Event event) {
        if (event instanceof Event.ActivityStarted started) {
            activities.put(started.id(), started.activity());
        }
        if (event instanceof Event.EvaluationStarted started) {
            evaluations
                    .computeIfAbsent(started.section(), section -> new ArrayList<>())
                    .add(new Evaluation(at, started.probes()));
        } else if (event instanceof Event.EvaluationEnded ended) {
            last(ended.section()).ifPresent(evaluation -> evaluation.ended = at);
        } else if (event instanceof Event.ActivityStarted started && started.section() == Section.PLAYBOOK) {
            steps.add(new StepFacts(started, at));
        } else if (event instanceof Event.StepTimedOut timedOut && !steps.isEmpty()) {
            steps.get(steps.size() - 1).limit = timedOut.within();
        } else if (event instanceof Event.ActivityStarted started
                && started.section() == Section.METHOD
                && isOfFault(started.activity())) {
            faultActions.add(started.id());
        } else if (event instanceof Event.ActivityEnded ended) {
            if (ended.section() == Section.PLAYBOOK && !steps.isEmpty()) {
                steps.get(steps.size() - 1).end(at, ended);
            }
            if (faultActions.contains(ended.id()) && !"succeeded".equals(ended.status()) && faultActionFailed == null) {
                faultActionFailed = "'" + ended.name() + "' failed: " + lastLine(ended);
            }
            if (isPlain(ended) && "failed".equals(ended.status())) {
                activitiesFailed.add("'" + ended.name() + "' of the "
                        + (ended.section() == Section.METHOD ? "method" : "rollbacks") + " failed: " + lastLine(ended));
            }
            last(ended.section()).ifPresent(evaluation -> evaluation.results.add(ended));
        }
    }

    private boolean isPlain(Event.ActivityEnded ended) {
        return (ended.section() == Section.METHOD || ended.section() == Section.ROLLBACK)
                && !faultActions.contains(ended.id());
    }

    private static boolean isOfFault(Map<String, @Nullable Object> activity) {
        return activity.get("provider") instanceof Map<?, ?> provider
                && "blackstart.fault".equals(provider.get("module"));
    }

    private static String lastLine(Event.ActivityEnded ended) {
        List<String> lines = ended.exception();
        return lines.isEmpty()
                ? "no error was given"
                : lines.get(lines.size() - 1).strip();
    }

    private void addFault(Instant at, Event event) {
        if (event instanceof Event.FaultPrepared prepared) {
            faults.put(prepared.id(), new FaultFacts(prepared, at));
        } else if (event instanceof Event.FaultAdjusted adjusted) {
            fault(adjusted.id()).ifPresent(fault -> fault.adjusted(at, adjusted.inForce()));
        } else if (event instanceof Event.FaultReverted reverted) {
            fault(reverted.id()).ifPresent(fault -> fault.end(at, FaultEnd.REVERTED));
        } else if (event instanceof Event.FaultMitigated mitigated) {
            fault(mitigated.id()).ifPresent(fault -> fault.end(at, FaultEnd.MITIGATED));
        } else if (event instanceof Event.FaultLost lost) {
            fault(lost.id()).ifPresent(fault -> {
                fault.end(at, FaultEnd.LOST);
                fault.why = lost.why();
            });
        } else if (event instanceof Event.FaultFailed failed) {
            fault(failed.id()).ifPresent(fault -> {
                fault.end(at, FaultEnd.FAILED);
                fault.why = failed.why();
            });
        }
    }

    /** The last evaluation of a section. */
    Optional<Evaluation> last(Section section) {
        List<Evaluation> all = evaluations(section);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private Optional<FaultFacts> fault(String id) {
        return Optional.ofNullable(faults.get(id));
    }

    /** All evaluations of a section, in their order; empty when it was never evaluated. */
    List<Evaluation> evaluations(Section section) {
        return evaluations.getOrDefault(section, List.of());
    }

    /** When the last playbook step ended; empty when none did, or one failed. */
    Optional<Instant> mitigated() {
        if (steps.isEmpty() || steps.stream().anyMatch(step -> !step.succeeded())) {
            return Optional.empty();
        }
        return Optional.ofNullable(steps.get(steps.size() - 1).end);
    }

    /** When the first fault's deed began; empty when none did. */
    Optional<Instant> firstDeed() {
        return faults.values().stream().map(fault -> fault.begun).min(Instant::compareTo);
    }

    Optional<Instant> firstStep() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(0).start);
    }

    /** When the last fault ended that ended at all. */
    Optional<Instant> faultEnd() {
        return faults.values().stream()
                .map(fault -> fault.ended)
                .filter(Objects::nonNull)
                .max(Instant::compareTo);
    }

    /** Whether a fault was there at this moment: from its first effect to its end, and not away. */
    boolean isInForce(Evidence one, Instant moment) {
        FaultFacts fault = faults.get(one.id());
        Instant ended = fault == null ? null : fault.ended;
        return one.clock().filter(from -> !moment.isBefore(from)).isPresent()
                && (ended == null || !moment.isAfter(ended))
                && (fault == null || !fault.isAway(moment));
    }

    /** How a fault ended. */
    enum FaultEnd {
        OPEN,
        REVERTED,
        MITIGATED,
        LOST,
        FAILED
    }

    /** One fault. */
    static final class FaultFacts {
        final Event.FaultPrepared prepared;

        /** The last moment before the injection. */
        final Instant begun;

        @Nullable Instant ended;

        /** When it went away for a while, and when it was there again; in turn. */
        private final List<Instant> changes = new ArrayList<>();

        FaultEnd end = FaultEnd.OPEN;
        String why = "";

        FaultFacts(Event.FaultPrepared prepared, Instant begun) {
            this.prepared = prepared;
            this.begun = begun;
        }

        private void adjusted(Instant at, boolean inForce) {
            boolean away = changes.size() % 2 == 1;
            if (away == inForce) {
                changes.add(at);
            }
        }

        /** Whether its schedule had it away at that moment. */
        boolean isAway(Instant moment) {
            return changes.stream().filter(change -> !change.isAfter(moment)).count() % 2 == 1;
        }

        /** The first end counts: what a mitigation replaced is reverted later for form's sake. */
        void end(Instant at, FaultEnd how) {
            if (end == FaultEnd.OPEN) {
                ended = at;
                end = how;
            }
        }
    }
}
