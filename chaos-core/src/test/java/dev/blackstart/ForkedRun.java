package dev.blackstart;

import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.plan.Planner;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.report.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A run in a JVM of its own. Arguments: its folder, where {@code experiment.json} lies, and what is to happen to it: {@code exit} calls
 * {@code System.exit} once a replica is ready, {@code stuck} writes to standard output until that takes nothing more. Writes what came
 * of it to the file {@code result}.
 */
final class ForkedRun {
    private ForkedRun() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        String trouble = arguments[1];
        if (trouble.equals("stuck")) {
            Thread filler = new Thread(() -> {
                while (true) {
                    System.out.println("Who reads this lets the run go on.");
                }
            });
            filler.setDaemon(true);
            filler.start();
        }
        FunctionRegistry functions = FunctionRegistry.installed();
        Surroundings surroundings = new Surroundings(folder, System.getenv());
        Overrides overrides = Overrides.of(List.of(), List.of());
        Planner.Result planned = Planner.plan("experiment.json", functions, surroundings, overrides, true);
        if (!planned.problems().isEmpty()) {
            throw new IllegalStateException(planned.problems().toString());
        }
        RunRequest request = new RunRequest(
                planned.plan().orElseThrow(),
                Strategies.DEFAULT,
                functions,
                surroundings,
                overrides,
                folder.resolve("journal.json"),
                false);
        Console console = new Console(System.out);
        RunResult result = Blackstart.run(request, new RunObserver() {
            @Override
            public void entry(Entry entry) {
                console.entry(entry);
                if (trouble.equals("exit") && entry.event() instanceof Event.ActivityStarted) {
                    System.exit(7);
                }
            }

            @Override
            public void tick(Instant now) {
                console.tick(now);
            }
        });
        Files.writeString(
                folder.resolve("result"),
                result.outcome().status() + "\n" + result.outcome().verdict() + "\n"
                        + result.outcome().reason() + "\n" + result.notWritten());
        Runtime.getRuntime().halt(result.exitCode());
    }
}
