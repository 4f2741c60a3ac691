package dev.blackstart.engine;

import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Substitution;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Section;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.NotMeasurable;
import dev.blackstart.provider.Seconds;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.tolerance.ResolvedTolerance;
import dev.blackstart.tolerance.Tolerance;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out single activities of one arm and writes what happened into the journal of events. Thread-safe: background activities
 * share it with the thread of the run.
 */
public final class ActivityRunner {
    private final ArmContext arm;
    private final Configuration configuration;
    private final Substitution substitution;
    private final Dry dry;
    private final Map<String, Activity.Definition> declared;

    /** @param declared what references can name, as {@link #declaredIn} finds it */
    public ActivityRunner(
            ArmContext arm, Configuration configuration, Dry dry, Map<String, Activity.Definition> declared) {
        this.arm = arm;
        this.configuration = configuration;
        this.substitution = configuration.substitution();
        this.dry = dry;
        this.declared = Map.copyOf(declared);
    }

    /** The activities that references can name: of the method, then of the hypothesis; the later of two namesakes. */
    public static Map<String, Activity.Definition> declaredIn(Experiment experiment) {
        Map<String, Activity.Definition> declared = new HashMap<>();
        collect(experiment.method(), declared);
        if (experiment.hypothesis() != null) {
            collect(experiment.hypothesis().probes(), declared);
        }
        return declared;
    }

    private static void collect(List<Activity> activities, Map<String, Activity.Definition> declared) {
        for (Activity each : activities) {
            if (each instanceof Activity.Definition definition) {
                declared.put(definition.name(), definition);
            }
        }
    }

    /**
     * Carries out an activity with its pauses; blocks until it is done. Its tolerance is evaluated if {@code judged}.
     *
     * @throws Cancelled when interrupted
     * @throws RuntimeException of another kind for an unexpected error; the journal then has its end, without a status
     */
    public ActivityResult run(Section section, Activity activity, boolean judged, Cancellation cancellation) {
        return run(section, activity, judged, cancellation, () -> {});
    }

    /** @param underWay called once the start is in the journal, or before it, when the activity first pauses */
    ActivityResult run(
            Section section, Activity activity, boolean judged, Cancellation cancellation, Runnable underWay) {
        cancellation.check();
        Activity.Definition definition = resolve(activity);
        if (definition.pauses().before() != null) {
            underWay.run();
            pause(definition, definition.pauses().before(), cancellation);
        }
        long id = arm.activityIds().incrementAndGet();
        Instant start = arm.clock().instant();
        arm.events()
                .add(
                        start,
                        new Event.ActivityStarted(
                                id,
                                section,
                                definition.name(),
                                definition.document().plain(),
                                activity.background()));
        underWay.run();
        Ending ending = new Ending(id, section, definition.name(), start);
        ActivityResult result = carryOut(definition, judged ? tolerance(activity) : null, judged, ending, cancellation);
        pause(definition, definition.pauses().after(), cancellation);
        return result;
    }

    /**
     * Asks a probe, without its pauses, and writes nothing into the journal. Blocks until it has answered. Never throws: what keeps it
     * from being evaluated is in the answer, also a cancellation.
     */
    public ProbeAnswer ask(Activity probe, Cancellation cancellation) {
        try {
            Activity.Definition definition = resolve(probe);
            Tolerance tolerance = tolerance(probe);
            Object output = arm.providers()
                    .call(
                            definition.provider(),
                            substitution,
                            ActivityCall.of(definition.provider(), arm, configuration, cancellation));
            return new ProbeAnswer(output, met(tolerance, output, cancellation), resolved(tolerance), null);
        } catch (RuntimeException | StackOverflowError e) {
            return ProbeAnswer.unclear(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private ActivityResult carryOut(
            Activity.Definition definition,
            @Nullable Tolerance tolerance,
            boolean judged,
            Ending ending,
            Cancellation cancellation) {
        Object output = null;
        try {
            if (!dry.skips(definition.kind())) {
                output = arm.providers()
                        .call(
                                definition.provider(),
                                substitution,
                                ActivityCall.of(definition.provider(), arm, configuration, cancellation));
            }
            Instant end = arm.clock().instant();
            Boolean met = judged ? met(tolerance, output, cancellation) : null;
            return ending.add(end, output, met, judged ? resolved(tolerance) : null);
        } catch (ActivityFailed e) {
            return ending.add(arm.clock().instant(), "failed", null, ExceptionLines.of(e), judged ? false : null, null);
        } catch (NotMeasurable e) {
            return ending.add(arm.clock().instant(), "succeeded", null, List.of(), null, e.getMessage());
        } catch (RuntimeException | Error e) {
            List<String> lines = e instanceof Cancelled ? List.of() : ExceptionLines.of(e);
            ending.add(arm.clock().instant(), null, output, lines, null, null);
            throw e;
        }
    }

    private boolean met(@Nullable Tolerance tolerance, @Nullable Object output, Cancellation cancellation) {
        if (dry.ignoresTolerances()) {
            return true;
        }
        if (tolerance == null) {
            return false;
        }
        return new ToleranceCheck(arm, configuration, cancellation)
                .judge(tolerance, output)
                .met();
    }

    /** As the journal has it; null where it is no data: a probe, one that is ignored, and one that would tell a secret. */
    private @Nullable Object resolved(@Nullable Tolerance tolerance) {
        if (tolerance == null || dry.ignoresTolerances()) {
            return null;
        }
        Object resolved = ResolvedTolerance.of(tolerance, substitution::apply);
        Substitution withoutSecrets = new Substitution(configuration.values(), Map.of());
        return Objects.equals(resolved, ResolvedTolerance.of(tolerance, withoutSecrets::apply)) ? resolved : null;
    }

    /** The tolerance stands at the item of the hypothesis, also where that is a reference. */
    private static @Nullable Tolerance tolerance(Activity activity) {
        return activity instanceof Activity.Reference reference
                ? reference.tolerance()
                : ((Activity.Definition) activity).tolerance();
    }

    /** @throws IllegalStateException when it is a reference to nothing */
    private Activity.Definition resolve(Activity activity) {
        if (activity instanceof Activity.Definition definition) {
            return definition;
        }
        String name = ((Activity.Reference) activity).ref();
        Activity.Definition definition = declared.get(name);
        if (definition == null) {
            throw new IllegalStateException(
                    activity.at() + ": referenced activity '" + name + "' could not be found in the experiment");
        }
        return definition;
    }

    private void pause(Activity.Definition definition, @Nullable Object declaredPause, Cancellation cancellation) {
        if (declaredPause == null || !dry.pauses(definition.kind())) {
            return;
        }
        Object seconds = substitution.apply(declaredPause);
        if (!(seconds instanceof Number number) || number.doubleValue() < 0) {
            throw new IllegalStateException(
                    definition.at() + ": a pause must be a number of seconds, not below 0: " + seconds);
        }
        cancellation.sleep(Seconds.of(number));
    }

    /** Writes the end of one activity. */
    private final class Ending {
        private final long id;
        private final Section section;
        private final String name;
        private final Instant start;

        Ending(long id, Section section, String name, Instant start) {
            this.id = id;
            this.section = section;
            this.name = name;
            this.start = start;
        }

        /** Of one that succeeded. */
        ActivityResult add(Instant end, @Nullable Object output, @Nullable Boolean met, @Nullable Object tolerance) {
            arm.events()
                    .add(new Event.ActivityEnded(
                            id,
                            section,
                            name,
                            "succeeded",
                            output,
                            List.of(),
                            start,
                            end,
                            tolerance == null ? met : null,
                            null,
                            tolerance));
            return new ActivityResult(false, output, met, null);
        }

        ActivityResult add(
                Instant end,
                @Nullable String status,
                @Nullable Object output,
                List<String> exception,
                @Nullable Boolean toleranceMet,
                @Nullable String unclear) {
            arm.events()
                    .add(new Event.ActivityEnded(
                            id, section, name, status, output, exception, start, end, toleranceMet, unclear));
            return new ActivityResult("failed".equals(status), output, toleranceMet, unclear);
        }
    }
}
