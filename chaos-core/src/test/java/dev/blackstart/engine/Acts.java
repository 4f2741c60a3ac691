package dev.blackstart.engine;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Hypothesis;
import dev.blackstart.experiment.Provider;
import dev.blackstart.experiment.RuntimeSettings;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Event;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.provider.Providers;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.report.ChaosToolkitJournal;
import dev.blackstart.time.RunClock;
import dev.blackstart.tolerance.Tolerance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An experiment whose activities are lambdas, conducted in this JVM. */
final class Acts {
    static final Location AT = new Location("test.json", 1, 1, "");

    private final RunClock clock = new RunClock();
    private final RecordingSink sink = new RecordingSink(clock);
    private final Map<String, Function<CallContext, @Nullable Object>> calls = new LinkedHashMap<>();
    private final List<String> called = new ArrayList<>();
    final Interruptions interruptions = new Interruptions();

    /** Groups of them, by name. */
    final Map<String, @Nullable Object> secrets = new LinkedHashMap<>();

    record Which(@Argument("the act") String act) {}

    private final class Play implements NativeFunction<Which> {
        @Override
        public FunctionType<Which> type() {
            return new FunctionType<>("test", "play", Activity.Kind.ACTION, "Plays an act.", Which.class);
        }

        @Override
        public @Nullable Object call(Which arguments, CallContext context) {
            synchronized (called) {
                called.add(arguments.act());
            }
            return Objects.requireNonNull(calls.get(arguments.act())).apply(context);
        }
    }

    Activity.Definition act(String name, Function<CallContext, @Nullable Object> call) {
        return act(name, call, false, Activity.Pauses.NONE, null);
    }

    Activity.Definition probe(String name, Object tolerance, Function<CallContext, @Nullable Object> call) {
        return act(name, call, false, Activity.Pauses.NONE, new Tolerance.Scalar(AT, tolerance));
    }

    Activity.Definition act(
            String name,
            Function<CallContext, @Nullable Object> call,
            boolean background,
            Activity.Pauses pauses,
            @Nullable Tolerance tolerance) {
        calls.put(name, call);
        Node.Mapping arguments = new Node.Mapping(AT, Map.of("act", new Node.Scalar(AT, name)));
        return new Activity.Definition(
                AT,
                new Node.Mapping(AT, Map.of("name", new Node.Scalar(AT, name))),
                tolerance == null ? Activity.Kind.ACTION : Activity.Kind.PROBE,
                name,
                new Provider.Python(AT, "test", "play", arguments, List.of()),
                tolerance,
                pauses,
                background,
                List.of());
    }

    /** Conducts an experiment of these activities and folds what it wrote. */
    Map<String, @Nullable Object> run(
            Strategies strategies, List<Activity> hypothesis, List<Activity> method, List<Activity> rollbacks) {
        return run(strategies, Stages.NONE, hypothesis, method, rollbacks);
    }

    Map<String, @Nullable Object> run(
            Strategies strategies,
            Stages stages,
            List<Activity> hypothesis,
            List<Activity> method,
            List<Activity> rollbacks) {
        Experiment experiment = new Experiment(
                "test.json",
                new Node.Mapping(AT, Map.of()),
                "t",
                "d",
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                hypothesis.isEmpty() ? null : new Hypothesis("h", hypothesis, List.of()),
                method,
                rollbacks,
                RuntimeSettings.NONE,
                Optional.empty());
        sink.add(new Event.RunStarted(
                1, "r", "test.json", "", "t", 0, "", "", "Linux", "host", Map.of("title", "t"), Declared.NOTHING));
        FunctionRegistry functions = FunctionRegistry.of(List.of(new Play()));
        ArmContext arm = ArmContext.plain(new Providers(functions, Surroundings.inherited()), clock, sink);
        ActivityRunner runner = new ActivityRunner(
                arm,
                new Configuration(Map.of(), secrets, List.of()),
                strategies.dry(),
                ActivityRunner.declaredIn(experiment));
        new Engine(experiment, strategies, runner, sink, stages, interruptions).run();
        sink.add(new Event.RunEnded());
        return ChaosToolkitJournal.fold(sink.entries());
    }

    RecordingSink sink() {
        return sink;
    }

    /** The acts that were played, in their order. */
    List<String> called() {
        synchronized (called) {
            return List.copyOf(called);
        }
    }
}
