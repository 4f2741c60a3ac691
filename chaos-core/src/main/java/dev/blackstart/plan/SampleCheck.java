package dev.blackstart.plan;

import dev.blackstart.document.Durations;
import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.ActivityCheck;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Extension;
import dev.blackstart.experiment.Provider;
import dev.blackstart.provider.ArgumentBinder;
import dev.blackstart.provider.ArgumentsInvalid;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Windowed;
import dev.blackstart.slo.BurnRate;
import dev.blackstart.slo.Objective;
import dev.blackstart.slo.RecoveryWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Whether the load brings enough answers into every window that is looked at. An alert that cannot fire, or a figure that cannot be
 * measured, would be blamed on the system.
 */
final class SampleCheck implements ActivityCheck {
    private final Experiment experiment;
    private final Optional<Double> rate;
    private final FunctionRegistry functions;
    private final UnaryOperator<@Nullable Object> substitution;

    SampleCheck(Experiment experiment, FunctionRegistry functions, UnaryOperator<@Nullable Object> substitution) {
        this.experiment = experiment;
        this.rate = experiment.extension().flatMap(Extension::workload).map(Extension.Workload::rate);
        this.functions = functions;
        this.substitution = substitution;
    }

    /** The windows of the alert, of the recovery, and of abort conditions. */
    List<Problem> check(Extension extension, Optional<Objective> objective) {
        List<Problem> problems = new ArrayList<>();
        rate.ifPresent(load -> {
            extension
                    .alert()
                    .flatMap(rule -> objective.flatMap(slo -> alert(load, rule, slo)))
                    .ifPresent(problems::add);
            extension.recovery().flatMap(recovery -> recovery(load, recovery)).ifPresent(problems::add);
        });
        extension.abortWhen().stream()
                .flatMap(condition -> References.resolve(experiment, condition).stream())
                .flatMap(condition -> abortWindow(condition).stream())
                .forEach(problems::add);
        return problems;
    }

    private static Optional<Problem> alert(double load, Extension.AlertRule rule, Objective objective) {
        Duration real = objective.alert().shortWindow();
        double most = Math.floor(BurnRate.mostTimeScale(objective, load));
        String slower = "a time-scale of at most " + PlanText.number(most);
        if (rule.timeScale() > BurnRate.mostTimeScale(objective, Double.MAX_VALUE)) {
            return problem(
                    rule.at(),
                    "the alert's short window of " + Durations.format(real)
                            + " would be shorter than 100ms at time-scale "
                            + PlanText.number(rule.timeScale()) + ", and nothing is measured finer; " + slower
                            + " would do");
        } else if (load < BurnRate.leastRate(objective, rule.timeScale())) {
            Duration scaled = BurnRate.scaled(real, rule.timeScale());
            return problem(
                    rule.at(),
                    "the alert could never fire: " + PlanText.number(load) + " requests/s bring "
                            + samples(load, scaled)
                            + " answers into its short window, which is " + Durations.format(scaled) + " at time-scale "
                            + PlanText.number(rule.timeScale()) + ", and it needs " + BurnRate.LEAST_SAMPLES
                            + "; a rate of at least "
                            + PlanText.number(Math.ceil(BurnRate.leastRate(objective, rule.timeScale())))
                            + (most < 1 ? "" : " or " + slower) + " would do");
        }
        return Optional.empty();
    }

    private static Optional<Problem> recovery(double load, Extension.Recovery recovery) {
        Duration least = RecoveryWindow.leastHold(load);
        if (recovery.hold().compareTo(least) < 0) {
            return problem(
                    recovery.at(),
                    "recovery.hold: " + PlanText.number(load) + " requests/s bring " + samples(load, recovery.hold())
                            + " answers in " + Durations.format(recovery.hold()) + ", and recovery is told from "
                            + RecoveryWindow.LEAST_SAMPLES + "; a hold of at least " + Durations.format(least)
                            + " or a higher workload.rate would do");
        }
        return Optional.empty();
    }

    private Optional<Problem> abortWindow(Activity.Definition condition) {
        if (!(condition.provider() instanceof Provider.Python python)
                || !(functions.find(python.module(), python.func()).orElse(null) instanceof Windowed<?> probe)) {
            return Optional.empty();
        }
        return window(probe, python)
                .filter(window -> window.length().compareTo(Plan.LONGEST_ABORT_WINDOW) > 0)
                .map(window -> new Problem(
                        condition.at(),
                        "abort-when: a window of " + Durations.format(window.length())
                                + " is too long; the fault waits until it is full, for at most "
                                + Durations.format(Plan.LONGEST_ABORT_WINDOW)));
    }

    /** A probe of the load, wherever it stands. */
    @Override
    public List<Problem> check(Activity.Definition activity) {
        if (!(activity.provider() instanceof Provider.Python python)
                || !(functions.find(python.module(), python.func()).orElse(null) instanceof Windowed<?> probe)) {
            return List.of();
        }
        if (rate.isPresent()) {
            return window(probe, python).flatMap(window -> window(rate.get(), python, window)).stream()
                    .toList();
        }
        // What an extension that could not be read declares is not known.
        boolean known = experiment.extension().isPresent()
                || !experiment.document().members().containsKey("extensions");
        return known
                ? List.of(new Problem(
                        activity.at(),
                        "there is no load to measure: declare 'workload' in the experiment's extension 'blackstart'"))
                : List.of();
    }

    /** Empty where not all of its arguments are known yet, or right. */
    private <A extends Record> Optional<Windowed.Window> window(Windowed<A> probe, Provider.Python python) {
        try {
            return Optional.of(
                    probe.window(ArgumentBinder.bind(probe.type(), python.arguments(), python.at(), substitution)));
        } catch (ArgumentsInvalid e) {
            return Optional.empty();
        }
    }

    private static Optional<Problem> window(double load, Provider.Python python, Windowed.Window window) {
        long needed = window.leastSamples();
        if (load * window.length().toMillis() < needed * 1000.0) {
            Node given = python.arguments() == null
                    ? null
                    : python.arguments().members().get("window");
            double least = Math.ceil(needed / load * 10 - 1e-6) / 10;
            return problem(
                    given == null ? python.at() : given.at(),
                    "window: " + PlanText.number(load) + " requests/s bring " + samples(load, window.length())
                            + " answers in " + Durations.format(window.length()) + ", and this probe needs at least "
                            + needed + "; a window of at least " + PlanText.number(least)
                            + "s or a higher workload.rate would do");
        }
        return Optional.empty();
    }

    private static long samples(double load, Duration window) {
        return (long) (load * window.toMillis() / 1000);
    }

    private static Optional<Problem> problem(Location at, String message) {
        return Optional.of(new Problem(at, message));
    }
}
