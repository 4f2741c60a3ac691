package dev.blackstart.fault.network;

import dev.blackstart.exchange.RawLine;
import dev.blackstart.exchange.RawQuestion;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures a fault on a link by attempts of our own, each on a connection of its own: at first on some that were opened before the
 * fault, then on new ones. Thread-safe.
 */
final class TrialMeter implements Meter {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    private static final Duration CALM_WITHIN = Duration.ofMillis(600);
    private static final Duration AFTER_AT_MOST = Duration.ofSeconds(3);
    private static final int ENOUGH = 3;
    private static final int AT_A_TIME = 8;

    private final String id;
    private final InetSocketAddress listener;
    private final RawQuestion question;
    private final MeterContext run;
    private final ThreadPoolExecutor threads;
    private volatile Trial trial;

    // Guarded by this.
    private final Deque<RawLine> ready = new ArrayDeque<>();
    private final Set<RawLine> open = new HashSet<>();
    private @Nullable ScheduledFuture<?> ticks;
    private Duration undisturbed = Duration.ZERO;
    private boolean answered;
    private boolean sampling;
    private boolean closed;

    TrialMeter(Prepared<?> fault, Trial trial, MeterContext run) {
        var target = LinkFault.link(fault.target());
        this.id = fault.id().value();
        this.listener = target.link().listener();
        this.question = LinkFault.rawQuestion(target);
        this.trial = trial;
        this.run = run;
        this.threads = new ThreadPoolExecutor(0, AT_A_TIME, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "blackstart-trial-" + id);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String live() {
        return EXCHANGED;
    }

    /** What came of an attempt, and when it began. */
    private record Tried(Instant sent, Trial.Result result) {}

    @Override
    public void before() {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < ENOUGH && isMeasurable(); i++) {
            Tried tried = attempt(trial, CALM_WITHIN, false);
            add(Moment.BEFORE, tried, trial.shows(tried.result(), Duration.ZERO));
            if (tried.result().ok()) {
                took.add(tried.result().took());
            }
        }
        for (int i = 0; i < ENOUGH && isMeasurable(); i++) {
            keepReady();
        }
        took.sort(Duration::compareTo);
        synchronized (this) {
            answered = !took.isEmpty();
            undisturbed = took.isEmpty() ? Duration.ZERO : took.get(took.size() / 2);
        }
    }

    /** Where nothing is known that would be answered, an attempt may say nothing. */
    private boolean isMeasurable() {
        return question.isKnown() || trial.needsNoAnswer();
    }

    private void keepReady() {
        try {
            RawLine line = open();
            synchronized (this) {
                ready.add(line);
            }
        } catch (IOException e) {
            // An attempt that finds none opens its own and says why it cannot.
        }
    }

    private RawLine open() throws IOException {
        RawLine line = RawLine.open(listener, CONNECT_WITHIN, run.clock(), run.ends());
        synchronized (this) {
            if (!closed) {
                open.add(line);
                return line;
            }
        }
        line.close();
        throw new IOException("the measurement is over");
    }

    private Tried attempt(Trial asked, Duration within, boolean overEarlier) {
        RawLine line = overEarlier ? takeReady() : null;
        Instant sent = run.clock().instant();
        try {
            if (line == null) {
                line = open();
            }
            sent = run.clock().instant();
            return new Tried(sent, asked.attempt(line, question, within));
        } catch (IOException e) {
            Duration took = Duration.between(sent, run.clock().instant());
            return new Tried(
                    sent, new Trial.Result(took, false, RawLine.End.CLOSED, "not connected: " + e.getMessage(), null));
        } finally {
            if (line != null) {
                drop(line);
            }
        }
    }

    private @Nullable RawLine takeReady() {
        while (true) {
            RawLine line;
            synchronized (this) {
                line = ready.poll();
            }
            if (line == null || !line.isStale()) {
                return line;
            }
            drop(line);
        }
    }

    private void drop(RawLine line) {
        synchronized (this) {
            open.remove(line);
        }
        line.close();
    }

    private void add(Moment moment, Tried tried, boolean shows) {
        Trial.Result result = tried.result();
        run.events()
                .add(new Event.FaultSample(
                        id, moment, tried.sent(), result.took(), result.ok(), shows, result.detail(), result.value()));
    }

    @Override
    public void during() {
        synchronized (this) {
            sampling = !closed && isMeasurable();
        }
        sample();
        try {
            ScheduledFuture<?> scheduled = run.scheduler()
                    .scheduleAtFixedRate(
                            this::sample,
                            run.pace().every().toMillis(),
                            run.pace().every().toMillis(),
                            TimeUnit.MILLISECONDS);
            synchronized (this) {
                ticks = scheduled;
            }
        } catch (RejectedExecutionException e) {
            // The run is over; what has been sampled is all there will be.
            ending();
        }
    }

    private void sample() {
        synchronized (this) {
            if (!sampling) {
                return;
            }
        }
        Trial asked = trial;
        try {
            threads.execute(() -> came(attempt(asked, asked.patience(), true), asked));
        } catch (RejectedExecutionException e) {
            // Enough attempts are under way.
            return;
        }
    }

    /** What comes after {@link #ending} met the fault only for a part of its way. */
    private synchronized void came(Tried tried, Trial asked) {
        if (sampling) {
            add(Moment.DURING, tried, answered && asked.shows(tried.result(), undisturbed));
        }
    }

    @Override
    public void adjusted(Record config) {
        trial = trial.adjusted(config);
    }

    @Override
    public synchronized void ending() {
        sampling = false;
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    @Override
    public void after() {
        ending();
        Duration normal;
        synchronized (this) {
            normal = undisturbed;
        }
        long start = run.clock().nanos();
        int gone = 0;
        while (isMeasurable() && gone < ENOUGH && run.clock().nanos() - start < AFTER_AT_MOST.toNanos()) {
            run.cancellation().check();
            Tried tried = attempt(trial, CALM_WITHIN, true);
            boolean lingers = trial.lingers(tried.result(), normal);
            add(Moment.AFTER, tried, lingers);
            gone = lingers ? 0 : gone + 1;
            if (lingers) {
                run.cancellation().sleep(run.pace().every());
            }
        }
    }

    @Override
    public void close() {
        ending();
        List<RawLine> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open);
            open.clear();
            ready.clear();
        }
        threads.shutdownNow();
        all.forEach(RawLine::close);
    }
}
