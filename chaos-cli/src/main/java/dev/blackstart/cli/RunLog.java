package dev.blackstart.cli;

import dev.blackstart.RunObserver;
import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Section;
import dev.blackstart.report.Outcome;
import dev.blackstart.report.ToleranceMet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what happens in a plain run in the words that users of Chaos Toolkit know. Thread-safe. */
final class RunLog implements RunObserver {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private final Experiment experiment;
    private final Strategies strategies;
    private final Map<String, Activity.Kind> kinds = new HashMap<>();
    private @Nullable String title;
    private boolean begun;
    private boolean methodBegun;
    private boolean rollbacksBegun;

    RunLog(Experiment experiment, Strategies strategies) {
        this.experiment = experiment;
        this.strategies = strategies;
        List<Activity> all = new ArrayList<>(experiment.method());
        all.addAll(experiment.rollbacks());
        for (Activity each : all) {
            if (each instanceof Activity.Definition definition) {
                kinds.put(definition.name(), definition.kind());
            }
        }
    }

    /** The title as the file has it stands in for one that has not been resolved. */
    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        LOG.info("Running experiment: {}", title);
        LOG.info("Steady-state strategy: {}", strategies.hypothesis().spelling());
        LOG.info("Rollbacks strategy: {}", strategies.rollbacks().spelling());
        if (experiment.hypothesis() == null) {
            LOG.info("No steady state hypothesis defined. That's ok, just exploring.");
        }
    }

    void end(Outcome outcome) {
        LOG.info("Experiment ended with status: {}", outcome.deviated() ? "deviated" : outcome.status());
        if (outcome.deviated()) {
            LOG.info("The steady-state has deviated, a weakness may have been discovered");
        }
    }

    @Override
    public synchronized void entry(Entry entry) {
        Event event = entry.event();
        if (event instanceof Event.RunStarted started) {
            title = started.title();
            return;
        }
        title = event instanceof Event.TitleResolved resolved ? resolved.title() : title;
        begin();
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
        if (judged && ended.status() != null && !Boolean.TRUE.equals(ToleranceMet.of(ended))) {
            Log.critical("Steady state probe '" + ended.name()
                    + "' is not in the given tolerance so failing this experiment");
        }
    }
}
