package dev.blackstart.fault.network;

import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures a fault on a link by exchanges of our own through it, over connections that were opened before. Thread-safe. */
final class ExchangeMeter implements Meter {
    /**
     * Before, during and after alike: a connection that rests behaves otherwise than one that is kept busy. An HTTP server that answers
     * in two writes took 44 ms when asked every 30 ms, because of delayed acknowledgements, and 3 ms when asked every 250 ms.
     */
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);

    private static final Duration BEFORE_WITHIN = Duration.ofMillis(300);
    private static final Duration AFTER_WITHIN = Duration.ofMillis(500);
    private static final int ENOUGH = 3;
    private static final int AFTER_TRIES = 30;
    private static final Duration AFTER_AT_MOST = Duration.ofSeconds(3);

    /** What an asker says whose connections all have a question under way. */
    private static final String BUSY = "busy";

    private final String id;
    private final Supplier<Asker> opener;
    private volatile LinkEffect effect;
    private final MeterContext run;

    // Guarded by this.
    private @Nullable Asker asker;
    private @Nullable ScheduledFuture<?> ticks;
    private boolean sampling;
    private boolean closed;
    private Duration undisturbed = Duration.ZERO;
    private boolean answered;

    ExchangeMeter(FaultId id, Supplier<Asker> opener, LinkEffect effect, MeterContext run) {
        this.id = id.value();
        this.opener = opener;
        this.effect = effect;
        this.run = run;
    }

    @Override
    public String live() {
        return EXCHANGED;
    }

    private synchronized @Nullable Asker asker() {
        if (asker == null && !closed) {
            asker = opener.get();
        }
        return asker;
    }

    @Override
    public void before() {
        Asker through = asker();
        if (through == null) {
            return;
        }
        through.connect(CONNECT_WITHIN);
        List<Duration> took = new ArrayList<>();
        // The first exchange on a connection also pays for what is only ever done once.
        ask(through, BEFORE_WITHIN);
        for (int i = 0; i < ENOUGH; i++) {
            run.cancellation().sleep(run.pace().every());
            Answer answer = ask(through, BEFORE_WITHIN);
            add(Moment.BEFORE, answer, false);
            if (answer.came()) {
                took.add(answer.took());
            }
        }
        Collections.sort(took);
        synchronized (this) {
            answered = !took.isEmpty();
            undisturbed = took.isEmpty() ? Duration.ZERO : took.get(took.size() / 2);
        }
    }

    private Answer ask(Asker through, Duration within) {
        try {
            return run.cancellation().await(through.ask(within), within.multipliedBy(2));
        } catch (ExecutionException | TimeoutException e) {
            return new Answer(run.clock().instant(), within, false, false, "no answer: " + e.getMessage(), "");
        }
    }

    @Override
    public void during() {
        synchronized (this) {
            sampling = !closed;
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
        Asker through;
        synchronized (this) {
            through = sampling ? asker : null;
        }
        if (through != null) {
            LinkEffect asked = effect;
            var unused = through.ask(asked.patience()).thenAccept(answer -> came(answer, asked));
        }
    }

    /** What comes after {@link #ending} met the fault only for a part of its way. */
    private synchronized void came(Answer answer, LinkEffect asked) {
        if (sampling && !answer.detail().equals(BUSY)) {
            add(Moment.DURING, answer, answered && asked.shows(answer, undisturbed));
        }
    }

    private void add(Moment moment, Answer answer, boolean shows) {
        run.events()
                .add(new Event.FaultSample(
                        id, moment, answer.sent(), answer.took(), answer.came(), shows, answer.detail()));
    }

    @Override
    public void adjusted(Record config) {
        effect = effect.adjusted(config);
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
        Asker through;
        Duration normal;
        synchronized (this) {
            through = closed ? null : asker;
            normal = undisturbed;
        }
        if (through == null) {
            return;
        }
        long start = run.clock().nanos();
        int gone = 0;
        for (int i = 0;
                i < AFTER_TRIES && gone < ENOUGH && run.clock().nanos() - start < AFTER_AT_MOST.toNanos();
                i++) {
            Answer answer = ask(through, AFTER_WITHIN);
            if (!answer.detail().equals(BUSY)) {
                boolean lingers = effect.lingers(answer, normal);
                add(Moment.AFTER, answer, lingers);
                gone = lingers ? 0 : gone + 1;
            }
            if (gone < ENOUGH) {
                run.cancellation().sleep(run.pace().every());
            }
        }
    }

    @Override
    public void close() {
        ending();
        Asker open;
        synchronized (this) {
            closed = true;
            open = asker;
        }
        if (open != null) {
            open.close();
        }
    }
}
