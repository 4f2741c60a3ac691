package dev.blackstart.engine;

import dev.blackstart.experiment.Activity;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Section;
import dev.blackstart.time.Cancellation;
import java.util.List;

/** Evaluates the probes of a hypothesis, one after the other, up to the first that does not meet its tolerance. */
public final class HypothesisEvaluation {
    private final ActivityRunner runner;
    private final EventSink events;

    public HypothesisEvaluation(ActivityRunner runner, EventSink events) {
        this.runner = runner;
        this.events = events;
    }

    /** How it came out. */
    public enum Result {
        MET,
        /** A probe missed its tolerance, or could not say. */
        UNMET,
        /** A probe did not work. */
        FAILED
    }

    /**
     * Evaluates; blocks until it is known.
     *
     * @throws dev.blackstart.time.Cancelled when interrupted; the journal then has no end of the evaluation
     * @throws RuntimeException of another kind for an unexpected error, likewise
     */
    public Result evaluate(Section section, List<Activity> probes, Cancellation cancellation) {
        events.add(new Event.EvaluationStarted(section, probes.size()));
        Result result = Result.MET;
        for (Activity probe : probes) {
            ActivityResult ended = runner.run(section, probe, true, cancellation);
            if (!ended.good()) {
                result = ended.failed() ? Result.FAILED : Result.UNMET;
                break;
            }
        }
        events.add(new Event.EvaluationEnded(section));
        return result;
    }
}
