package dev.blackstart.junit;

import dev.blackstart.Blackstart;
import dev.blackstart.RunObserver;
import dev.blackstart.RunRequest;
import dev.blackstart.RunResult;
import dev.blackstart.document.Problem;
import dev.blackstart.engine.Dry;
import dev.blackstart.engine.Interruptions;
import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.plan.Plan;
import dev.blackstart.plan.Planner;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/** An experiment's file, run inside of a test. */
final class ExperimentRun {
    /** From an interruption on. An arm ends in a few seconds. */
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private ExperimentRun() {}

    /**
     * Runs it; blocks until it is over and everything it started has ended. An interruption of the thread stops the run, and is there
     * again afterwards.
     *
     * @param runs the folder in which it makes its own
     * @throws AssertionFailedError if the file is not valid, with all of its problems
     * @throws RuntimeException as {@link Terms#missing} has it, if this machine cannot run it
     */
    static RunResult run(Path file, Path runs, Terms terms) {
        Surroundings surroundings = Surroundings.inherited();
        Overrides overrides = Overrides.NONE;
        FunctionRegistry functions = FunctionRegistry.installed();
        String shown = NamedFile.shown(file);
        Planner.Result planned = Planner.plan(shown, functions, surroundings, overrides, true);
        Plan plan = plan(shown, planned, terms);
        RunRequest request = new RunRequest(
                plan,
                Strategies.of(plan.experiment().runtime(), null, null, Dry.NONE),
                functions,
                surroundings,
                overrides,
                runs,
                Optional.empty(),
                false);
        return uninterrupted(request);
    }

    private static Plan plan(String shown, Planner.Result planned, Terms terms) {
        List<Problem> problems = new ArrayList<>(planned.problems());
        problems.addAll(planned.notRun());
        if (!problems.isEmpty() && problems.stream().allMatch(Problem::ofMachine)) {
            throw terms.missing(text(problems));
        }
        if (!problems.isEmpty() || planned.plan().isEmpty()) {
            throw new AssertionFailedError(shown + " cannot be run:\n" + text(problems));
        }
        return planned.plan().get();
    }

    private static String text(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** On a thread of its own, whose waits nobody interrupts but by asking for the run's end. */
    private static RunResult uninterrupted(RunRequest request) {
        Interruptions interruptions = new Interruptions();
        CompletableFuture<RunResult> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(Blackstart.run(request, RunObserver.NONE, interruptions));
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                "blackstart-experiment");
        thread.setDaemon(true);
        thread.start();
        try {
            return result.get();
        } catch (InterruptedException e) {
            interruptions.interrupt("interruption of the test");
            return afterInterruption(result);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private static RunResult afterInterruption(CompletableFuture<RunResult> result) {
        try {
            return result.get(LONGEST_END.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionFailedError("the experiment was interrupted, and did not come to its end");
        } catch (ExecutionException e) {
            throw rethrown(e);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
