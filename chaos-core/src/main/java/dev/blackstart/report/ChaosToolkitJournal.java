package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Section;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chaos Toolkit's journal as a fold over the journal of events: of the treatment arm only, and always writable, also of a run that was
 * interrupted, aborted or killed.
 */
public final class ChaosToolkitJournal {
    /** The edition of the original whose journal this is. */
    public static final String CHAOSLIB_VERSION = "1.45.0";

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS")
            .appendLiteral("+00:00")
            .toFormatter(java.util.Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<Entry> entries;
    private final Map<Long, Event.ActivityEnded> ends = new LinkedHashMap<>();
    private Event.@Nullable RunStarted started;
    private boolean interrupted;
    private boolean aborted;

    private ChaosToolkitJournal(List<Entry> entries) {
        this.entries =
                entries.stream().filter(each -> each.arm() != Arm.CONTROL).toList();
        for (Entry entry : this.entries) {
            Event event = entry.event();
            if (event instanceof Event.RunStarted first) {
                started = first;
            } else if (event instanceof Event.ActivityEnded end) {
                ends.put(end.id(), end);
            }
            interrupted |= event instanceof Event.RunInterrupted || event instanceof Event.RunKilled;
            aborted |= event instanceof Event.RunAborted;
        }
    }

    /**
     * Folds the entries of one run, oldest first.
     *
     * @return the journal as plain values, its keys in the original's order
     * @throws IllegalArgumentException when there is no {@code RunStarted}
     */
    public static Map<String, @Nullable Object> fold(List<Entry> entries) {
        return new ChaosToolkitJournal(entries).fold();
    }

    private Map<String, @Nullable Object> fold() {
        Event.RunStarted run = started;
        if (run == null) {
            throw new IllegalArgumentException("a journal of events begins with RunStarted; this one has none");
        }
        SteadyState before = steadyState(Section.HYPOTHESIS_BEFORE);
        SteadyState after = steadyState(Section.HYPOTHESIS_AFTER);
        Instant start = entries.get(0).at();
        Instant end = end();

        Map<String, @Nullable Object> journal = new LinkedHashMap<>();
        journal.put("chaoslib-version", CHAOSLIB_VERSION);
        journal.put("platform", run.platform());
        journal.put("node", run.node());
        journal.put("experiment", experiment(run));
        journal.put("start", iso(start));
        journal.put("status", status(before, after));
        journal.put("deviated", after.evaluated && !after.met());
        journal.put("steady_states", steadyStates(before, after));
        journal.put("run", runs(Section.METHOD));
        journal.put("rollbacks", runs(Section.ROLLBACK));
        journal.put("end", iso(end));
        journal.put("duration", seconds(start, end));
        return journal;
    }

    /** When the treatment ended: the control arm is none of Chaos Toolkit's business. */
    private Instant end() {
        Instant end = entries.get(entries.size() - 1).at();
        for (Entry entry : entries) {
            end = entry.arm() == Arm.TREATMENT ? entry.at() : end;
        }
        return end;
    }

    private String status(SteadyState before, SteadyState after) {
        if (interrupted) {
            return "interrupted";
        } else if (aborted) {
            return "aborted";
        }
        return before.failed() || after.failed() ? "failed" : "completed";
    }

    private Map<String, @Nullable Object> experiment(Event.RunStarted run) {
        Map<String, @Nullable Object> experiment = new LinkedHashMap<>(run.document());
        experiment.put("title", title(run));
        experiment.putIfAbsent("dry", null);
        return experiment;
    }

    private String title(Event.RunStarted run) {
        String title = run.title();
        for (Entry entry : entries) {
            title = entry.event() instanceof Event.TitleResolved resolved ? resolved.title() : title;
        }
        return title;
    }

    private static Map<String, @Nullable Object> steadyStates(SteadyState before, SteadyState after) {
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        states.put("before", before.plain());
        states.put("after", after.plain());
        states.put("during", List.of());
        return states;
    }

    private SteadyState steadyState(Section section) {
        boolean evaluated = entries.stream()
                .anyMatch(each -> each.event() instanceof Event.EvaluationEnded ended && ended.section() == section);
        return new SteadyState(evaluated, runs(section));
    }

    /** The activities of a section, in the order in which they started. */
    private List<Map<String, @Nullable Object>> runs(Section section) {
        List<Map<String, @Nullable Object>> runs = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.event() instanceof Event.ActivityStarted begun && begun.section() == section) {
                runs.add(run(entry.at(), begun, ends.get(begun.id())));
            }
        }
        return runs;
    }

    private static Map<String, @Nullable Object> run(
            Instant start, Event.ActivityStarted begun, Event.@Nullable ActivityEnded ended) {
        Map<String, @Nullable Object> run = new LinkedHashMap<>();
        run.put("activity", begun.activity());
        run.put("output", ended == null ? null : ended.output());
        run.put("start", iso(start));
        if (ended == null) {
            return run;
        }
        if (ended.status() != null) {
            run.put("status", ended.status());
        }
        if ("failed".equals(ended.status())) {
            run.put("exception", ended.exception());
        }
        if (ended.end() != null) {
            run.put("end", iso(ended.end()));
            run.put("duration", seconds(start, ended.end()));
        }
        boolean judged = begun.section() == Section.HYPOTHESIS_BEFORE || begun.section() == Section.HYPOTHESIS_AFTER;
        if (judged && ended.status() != null) {
            // What could not be measured was not met, as far as Chaos Toolkit is concerned.
            run.put("tolerance_met", Boolean.TRUE.equals(ToleranceMet.of(ended)));
        }
        return run;
    }

    private static String iso(Instant instant) {
        return ISO.format(instant);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from.truncatedTo(ChronoUnit.MICROS), to.truncatedTo(ChronoUnit.MICROS))
                        .toNanos()
                / 1e9;
    }

    /** One evaluation of the hypothesis; not {@code evaluated} when it never began or never came to its end. */
    private record SteadyState(boolean evaluated, List<Map<String, @Nullable Object>> probes) {
        boolean met() {
            return probes.stream().allMatch(each -> Boolean.TRUE.equals(each.get("tolerance_met")));
        }

        boolean failed() {
            return evaluated && probes.stream().anyMatch(each -> "failed".equals(each.get("status")));
        }

        @Nullable Map<String, @Nullable Object> plain() {
            if (!evaluated) {
                return null;
            }
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            plain.put("steady_state_met", met());
            plain.put("probes", probes);
            return plain;
        }
    }
}
