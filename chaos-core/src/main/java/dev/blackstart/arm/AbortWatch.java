package dev.blackstart.arm;

import dev.blackstart.engine.ActivityRunner;
import dev.blackstart.engine.ProbeAnswer;
import dev.blackstart.experiment.Activity;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.time.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Evaluates an arm's abort conditions once a second, each evaluation in a thread of its own and bounded in time: one that hangs is not
 * waited for, neither by its own condition nor by another. The first condition that is met stops the run, and so does one that nobody
 * could tell for {@link Event.AbortChecked#LONGEST_UNCLEAR}; before {@link #arm} they are an unmet gate instead. Every evaluation goes
 * into the journal, and only that is judged later.
 */
final class AbortWatch implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(1);

    /** How long one evaluation may take. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** Of one condition: more than come to pass within the limit stay only where evaluations do not listen. */
    static final int MOST_UNDER_WAY = 8;

    private final List<Activity> conditions;
    private final ActivityRunner runner;
    private final EventSink events;
    private final InstantSource clock;
    private final Cancellation run;
    private final ScheduledExecutorService scheduler;
    private final ExecutorService workers;
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Set<Cancellation> limits = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> schedule;

    // Guarded by this. When each condition was last told.
    private final Map<String, Instant> answered = new HashMap<>();
    private boolean met;
    private boolean armed;
    private boolean closed;

    /**
     * Begins at once.
     *
     * @param run is cancelled when a condition is met
     * @param scheduler its tasks only hand over
     */
    AbortWatch(
            List<Activity> conditions,
            ActivityRunner runner,
            EventSink events,
            InstantSource clock,
            Cancellation run,
            ScheduledExecutorService scheduler) {
        this.conditions = conditions;
        this.runner = runner;
        this.events = events;
        this.clock = clock;
        this.run = run;
        this.scheduler = scheduler;
        this.workers = Executors.newCachedThreadPool(task -> {
            Thread worker = new Thread(task, "blackstart-abort-when");
            worker.setDaemon(true);
            return worker;
        });
        this.schedule = scheduler.scheduleAtFixedRate(this::evaluateAll, 0, EVERY.toNanos(), TimeUnit.NANOSECONDS);
        run.onCancel(() -> limits.forEach(limit -> limit.cancel("the run is stopping")));
    }

    private void evaluateAll() {
        if (!run.isCancelled()) {
            unclearForTooLong().ifPresent(this::handOverStop);
            conditions.forEach(this::evaluate);
        }
    }

    /** What the run does when it is stopped is nothing for the scheduler's threads. */
    private void handOverStop(String reason) {
        try {
            workers.execute(() -> run.cancel(reason));
        } catch (RejectedExecutionException e) {
            // The watch has just ended, and with it what there was to be safe from.
            return;
        }
    }

    private void evaluate(Activity condition) {
        Evaluation evaluation = new Evaluation(condition, clock.instant());
        AtomicInteger count = underWay.computeIfAbsent(condition.shownName(), name -> new AtomicInteger());
        if (count.incrementAndGet() > MOST_UNDER_WAY) {
            count.decrementAndGet();
            evaluation.tell(ProbeAnswer.unclear(MOST_UNDER_WAY + " earlier evaluations have not come to an end"));
            return;
        }
        try {
            limits.add(evaluation.limit);
            ScheduledFuture<?> tooLong =
                    scheduler.schedule(evaluation::tookTooLong, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            workers.execute(() -> {
                try {
                    evaluation.carryOut();
                } finally {
                    tooLong.cancel(false);
                    limits.remove(evaluation.limit);
                    count.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            // The watch, or the whole run, has just ended.
            limits.remove(evaluation.limit);
            count.decrementAndGet();
        }
    }

    /** One evaluation of one condition. Says one thing. */
    private final class Evaluation {
        private final Activity condition;
        private final Instant asked;
        private final Cancellation limit = new Cancellation();
        private final AtomicBoolean told = new AtomicBoolean();

        Evaluation(Activity condition, Instant asked) {
            this.condition = condition;
            this.asked = asked;
        }

        void carryOut() {
            tell(runner.ask(condition, limit));
        }

        void tookTooLong() {
            tell(ProbeAnswer.unclear("it took longer than " + LONGEST.toSeconds() + " s"));
            limit.cancel("it took longer than its limit");
        }

        void tell(ProbeAnswer answer) {
            if (!told.compareAndSet(false, true) || run.isCancelled() || isClosed()) {
                return;
            }
            events.add(new Event.AbortChecked(
                    condition.shownName(),
                    asked,
                    answer.output(),
                    answer.unclear(),
                    answer.tolerance() == null ? answer.met() : null,
                    answer.tolerance()));
            if (answer.unclear() == null) {
                answered(condition.shownName(), Boolean.TRUE.equals(answer.met()));
            }
        }
    }

    private void answered(String name, boolean isMet) {
        boolean stop;
        synchronized (this) {
            answered.put(name, clock.instant());
            met |= isMet;
            stop = isMet && armed;
        }
        if (stop) {
            run.cancel("the abort condition '" + name + "' is met");
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Whether it is known if there can be a fault: every condition has been evaluated, or one of them is met. */
    synchronized boolean isDecided() {
        return met || answered.size() == conditions.size();
    }

    /**
     * From now on a condition that is met, or that nobody can tell, stops the run. Whether none is met and every one can be told; where
     * one no longer can be, the run is stopped at once.
     */
    boolean arm() {
        synchronized (this) {
            armed = !met && isDecided();
            if (!armed) {
                return false;
            }
        }
        unclearForTooLong().ifPresent(run::cancel);
        return !run.isCancelled();
    }

    /** Why the run has to stop: that nobody has said for too long whether some condition is met. Empty before there can be a fault. */
    private synchronized Optional<String> unclearForTooLong() {
        Instant latest = clock.instant().minus(Event.AbortChecked.LONGEST_UNCLEAR);
        return answered.entrySet().stream()
                .filter(last -> armed && !closed && last.getValue().isBefore(latest))
                .map(last -> "nobody could tell for " + Event.AbortChecked.LONGEST_UNCLEAR.toSeconds()
                        + " s whether the abort condition '" + last.getKey() + "' is met")
                .findFirst();
    }

    /** Evaluates no more. Does not wait for evaluations that are under way: what they say counts no more. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        schedule.cancel(false);
        limits.forEach(limit -> limit.cancel("the faults are reverted"));
        workers.shutdownNow();
    }
}
