package dev.blackstart.load;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sends request k at start + k / rate, whatever became of those before it: a slow system gets no fewer requests, and each latency
 * counts from when its request was due. A generator that is late catches up.
 */
final class OpenLoop implements RunningLoad {
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(2);
    private static final Duration DRAIN_STEP = Duration.ofMillis(10);
    private static final long TICK_MILLIS = 20;
    private static final long RECONNECT_MILLIS = 100;

    private final double rate;
    private final Duration timeout;
    private final int maxInFlight;
    private final Caller caller;
    private final SliRecorder recorder;
    private final EventSink events;
    private final RunClock clock;

    private final Cancellation run;
    private final Cancellation stop = new Cancellation();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong sent = new AtomicLong();
    private final Thread pacer;
    private final ScheduledThreadPoolExecutor ticker;
    private volatile @Nullable String lastFailure;
    private volatile boolean draining = true;

    /** @param run when it is cancelled, answers that are under way are not waited for */
    OpenLoop(
            double rate,
            Duration timeout,
            Caller caller,
            SliRecorder recorder,
            EventSink events,
            RunClock clock,
            Cancellation run) {
        this.rate = rate;
        this.timeout = timeout;
        this.maxInFlight = maxInFlight(rate, timeout);
        this.caller = caller;
        this.recorder = recorder;
        this.events = events;
        this.clock = clock;
        this.run = run;
        this.pacer = daemon(this::pace, "blackstart-load-pacer");
        this.ticker = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "blackstart-load-ticker"));
    }

    /** Twice as many as are under way when every request takes its whole timeout, and at least one. */
    static int maxInFlight(double rate, Duration timeout) {
        return (int) Math.max(1, Math.ceil(2 * rate * timeout.toNanos() / 1e9));
    }

    void start() {
        events.add(new Event.LoadStarted(rate, timeout));
        var unusedTicks = ticker.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        var unusedReconnects = ticker.scheduleAtFixedRate(
                caller::reconnect, RECONNECT_MILLIS, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        pacer.start();
    }

    @Override
    public long sent() {
        return sent.get();
    }

    @Override
    public Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stop.cancel("the load was stopped");
        drain();
        draining = false;
        caller.close();
        ticker.shutdownNow();
        recorder.finish(clock.instant());
        events.add(new Event.LoadStopped(sent.get()));
    }

    private void drain() {
        long until = clock.nanos() + (timeout.compareTo(LONGEST_DRAIN) < 0 ? timeout : LONGEST_DRAIN).toNanos();
        try {
            pacer.join(LONGEST_DRAIN.toMillis());
            while (recorder.inFlight() > 0 && clock.nanos() < until) {
                run.sleep(DRAIN_STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Cancelled interrupted) {
            // Whoever interrupted the run wants its end, not more answers.
        }
    }

    private void pace() {
        double nanosBetween = 1e9 / rate;
        long start = clock.nanos();
        try {
            for (long turn = 0; ; turn++) {
                long due = start + (long) (turn * nanosBetween);
                stop.sleep(Duration.ofNanos(due - clock.nanos()));
                send(turn, due);
            }
        } catch (Cancelled stopped) {
            // The way in which every load ends.
        }
    }

    private void send(long turn, long due) {
        sent.incrementAndGet();
        if (recorder.inFlight() >= maxInFlight) {
            lastFailure = "not sent: " + maxInFlight + " requests were under way";
            recorder.notSent(clock.instant());
            return;
        }
        recorder.sent();
        AtomicBoolean over = new AtomicBoolean();
        try {
            caller.send(turn, reply -> {
                if (over.compareAndSet(false, true)) {
                    over(reply, due);
                }
            });
        } catch (RuntimeException e) {
            // One request that cannot be sent must not end the load.
            if (over.compareAndSet(false, true)) {
                over(new Reply(Outcome.FAILED, clock.nanos(), false, "not sent: " + e), due);
            }
        }
    }

    private void over(Reply reply, long due) {
        if (!draining) {
            recorder.abandoned();
            return;
        }
        if (reply.outcome() == Outcome.FAILED || reply.outcome() == Outcome.SHED) {
            lastFailure = reply.detail();
        }
        recorder.over(
                reply.outcome(),
                Duration.ofNanos(reply.completedNanos() - due),
                reply.gaveUp(),
                clock.at(reply.completedNanos()));
    }

    /** A task that throws is never run again by its executor; a journal that cannot be written must not end the ticks. */
    private void tick() {
        try {
            recorder.advance(clock.instant());
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(OpenLoop.class).warn("The load's figures could not be added to the journal", e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
