package dev.blackstart.arm;

import dev.blackstart.engine.ActivityRunner;
import dev.blackstart.engine.ArmContext;
import dev.blackstart.engine.Dry;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Journal;
import dev.blackstart.plan.Plan;
import dev.blackstart.plan.Planner;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.provider.Providers;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An arm's surroundings with one function, {@code test.play}, and a journal in memory. */
final class Plays {
    static final String PLAY = "\"provider\": {\"type\": \"python\", \"module\": \"test\", \"func\": \"play\"}";

    final RunClock clock = new RunClock();
    final Journal journal = Journal.inMemory(clock);
    final EventSink events = journal.sink(Arm.TREATMENT);
    private final FunctionRegistry functions;
    private final Surroundings surroundings;

    record None() {}

    Plays(Path folder, Function<CallContext, @Nullable Object> play) {
        this(folder, Map.of("play", play));
    }

    /** @param plays by their names in {@code test} */
    Plays(Path folder, Map<String, Function<CallContext, @Nullable Object>> plays) {
        this.surroundings = new Surroundings(folder, System.getenv());
        List<NativeFunction<?>> all = new ArrayList<>();
        plays.forEach((name, play) -> all.add(function(name, play)));
        this.functions = FunctionRegistry.of(all);
    }

    private static NativeFunction<None> function(String name, Function<CallContext, @Nullable Object> play) {
        return new NativeFunction<>() {
            @Override
            public FunctionType<None> type() {
                return new FunctionType<>("test", name, Activity.Kind.PROBE, "Plays.", None.class);
            }

            @Override
            public @Nullable Object call(None arguments, CallContext context) {
                return play.apply(context);
            }
        };
    }

    /** Whatever is missing for a real run; the plan is there all the same. */
    Plan plan(String experiment) throws IOException {
        Files.writeString(surroundings.folder().resolve("experiment.json"), experiment);
        Planner.Result planned =
                Planner.plan("experiment.json", functions, surroundings, Overrides.of(List.of(), List.of()), true);
        return planned.plan().orElseThrow(() -> new AssertionError(planned.problems()));
    }

    ActivityRunner runner() {
        ArmContext context = ArmContext.plain(providers(), clock, events);
        return new ActivityRunner(context, new Configuration(Map.of(), Map.of(), List.of()), Dry.NONE, Map.of());
    }

    Providers providers() {
        return new Providers(functions, surroundings);
    }

    List<Event> recorded() {
        return journal.entries().stream().map(entry -> entry.event()).toList();
    }
}
