package dev.blackstart.junit;

import dev.blackstart.Blackstart;
import dev.blackstart.RunObserver;
import dev.blackstart.RunRequest;
import dev.blackstart.RunResult;
import dev.blackstart.document.Problem;
import dev.blackstart.engine.Dry;
import dev.blackstart.engine.Interruptions;
import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Extension;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/** An experiment's file, run inside of a test, on a thread of its own: nobody interrupts its waits but by asking for its end. */
final class ExperimentRun implements AutoCloseable {
    /** From an interruption on. An arm ends in a few seconds. */
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private final Plan plan;
    private final Interruptions interruptions = new Interruptions();
    private final CompletableFuture<RunResult> result = new CompletableFuture<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    private ExperimentRun(Plan plan) {
        this.plan = plan;
    }

    /**
     * Starts it.
     *
     * @param runs the folder in which it makes its own
     * @return to be closed when the test is over, which may be while somebody still waits for it
     * @throws AssertionFailedError if the file is not valid, with all of its problems
     * @throws RuntimeException as {@link Terms#missing} has it, if this machine cannot run it
     */
    static ExperimentRun start(Path file, Path runs, Terms terms) {
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
        ExperimentRun run = new ExperimentRun(plan);
        run.start(request);
        return run;
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

    private void start(RunRequest request) {
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
    }

    /**
     * Waits until it is over and everything it started has ended. An interruption of the thread stops the run, and is there again
     * afterwards.
     */
    RunResult result() {
        try {
            return result.get();
        } catch (InterruptedException e) {
            stop("interruption of the test");
            return afterInterruption();
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private RunResult afterInterruption() {
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

    /** Once: a second time would give up what is still to be taken back. */
    private void stop(String why) {
        if (stopped.compareAndSet(false, true)) {
            interruptions.interrupt(why);
        }
    }

    /** Of every draw. */
    long seed() {
        return plan.extension().map(Extension::seed).orElse(0L);
    }

    /** Stops it, if it still goes on, and waits for its end; says nothing of how it ended. Idempotent. */
    @Override
    public void close() {
        stop("end of the test");
        try {
            result.handle((ended, failed) -> true).get(LONGEST_END.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionFailedError("the experiment was stopped with its test, and did not come to its end");
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
