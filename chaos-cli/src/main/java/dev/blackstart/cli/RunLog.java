package dev.blackstart.cli;

import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Section;
import dev.blackstart.time.RunClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the events of a plain run, and says what happens in the words that users of Chaos Toolkit know. Thread-safe. */
final class RunLog implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private final RunClock clock;
    private final Experiment experiment;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Activity.Kind> kinds = new HashMap<>();
    private boolean methodBegun;
    private boolean rollbacksBegun;

    RunLog(RunClock clock, Experiment experiment) {
        this.clock = clock;
        this.experiment = experiment;
        List<Activity> all = new ArrayList<>(experiment.method());
        all.addAll(experiment.rollbacks());
        for (Activity each : all) {
            if (each instanceof Activity.Definition definition) {
                kinds.put(definition.name(), definition.kind());
            }
        }
    }

    void begin(Event.RunStarted started, Strategies strategies) {
        LOG.info("Running experiment: {}", started.title());
        LOG.info("Steady-state strategy: {}", strategies.hypothesis().spelling());
        LOG.info("Rollbacks strategy: {}", strategies.rollbacks().spelling());
        if (experiment.hypothesis() == null) {
            LOG.info("No steady state hypothesis defined. That's ok, just exploring.");
        }
        // Before everything else, also before the probes that found out the configuration, of which the title is made.
        synchronized (this) {
            List<Entry> earlier = List.copyOf(entries);
            entries.clear();
            entries.add(new Entry(
                    1, earlier.isEmpty() ? clock.instant() : earlier.get(0).at(), Arm.RUN, started));
            earlier.forEach(each -> entries.add(new Entry(each.seq() + 1, each.at(), each.arm(), each.event())));
        }
    }

    void end(Map<String, @Nullable Object> journal) {
        boolean deviated = Boolean.TRUE.equals(journal.get("deviated"));
        LOG.info("Experiment ended with status: {}", deviated ? "deviated" : journal.get("status"));
        if (deviated) {
            LOG.info("The steady-state has deviated, a weakness may have been discovered");
        }
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void add(Event event) {
        add(clock.instant(), event);
    }

    @Override
    public synchronized void add(Instant at, Event event) {
        entries.add(new Entry(entries.size() + 1L, at, Arm.TREATMENT, event));
        if (event instanceof Event.EvaluationStarted) {
            LOG.info(
                    "Steady state hypothesis: {}",
                    experiment.hypothesis() == null
                            ? ""
                            : experiment.hypothesis().title());
        } else if (event instanceof Event.ActivityStarted started) {
            begun(started);
        } else if (event instanceof Event.ActivityEnded ended) {
            ended(ended);
        } else if (event instanceof Event.RunInterrupted interrupted) {
            LOG.warn("{} received, the run ends here", interrupted.reason());
        } else if (event instanceof Event.RunAborted aborted) {
            Log.critical("Experiment ran into an unexpected fatal error, aborting now: " + aborted.reason());
        }
    }

    private void begun(Event.ActivityStarted started) {
        if (started.section() == Section.METHOD && !methodBegun) {
            methodBegun = true;
            LOG.info("Playing your experiment's method now...");
        } else if (started.section() == Section.ROLLBACK && !rollbacksBegun) {
            rollbacksBegun = true;
            LOG.info("Let's rollback...");
        }
        boolean action = kinds.get(started.name()) == Activity.Kind.ACTION;
        LOG.info(
                "{}: {}{}",
                action ? "Action" : "Probe",
                started.name(),
                started.background() ? " [in background]" : "");
    }

    private static void ended(Event.ActivityEnded ended) {
        if ("failed".equals(ended.status())) {
            List<String> lines = ended.exception();
            LOG.error(
                    "  => failed: {}",
                    lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip());
        } else if (ended.unclear() != null) {
            LOG.warn("  => cannot say: {}", ended.unclear());
        }
        boolean judged = ended.section() == Section.HYPOTHESIS_BEFORE || ended.section() == Section.HYPOTHESIS_AFTER;
        if (judged && ended.status() != null && !Boolean.TRUE.equals(ended.toleranceMet())) {
            Log.critical("Steady state probe '" + ended.name()
                    + "' is not in the given tolerance so failing this experiment");
        }
    }
}
