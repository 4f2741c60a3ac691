package dev.blackstart.fault.process;

import dev.blackstart.exchange.Answer;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Target;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures a fault on a replica by looking at its processes and asking it directly, every 250 ms, on a thread of its own: a look at the
 * processes of a machine may take its time. Thread-safe.
 */
abstract class ReplicaMeter implements Meter {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration BETWEEN = Duration.ofMillis(30);
    private static final Duration CALM_WITHIN = Duration.ofMillis(500);
    private static final Duration AFTER_AT_MOST = Duration.ofSeconds(3);
    private static final int ENOUGH = 3;

    final Target.OfReplica target;
    final MeterContext run;
    final DirectQuestion question;
    private final String id;

    private final Cancellation end = new Cancellation();

    // Guarded by this.
    private @Nullable Thread watching;
    private boolean sampling;

    ReplicaMeter(FaultId id, Target.OfReplica target, MeterContext run) {
        this.id = id.value();
        this.target = target;
        this.run = run;
        this.question = new DirectQuestion(target.replica(), run);
    }

    /** Takes a sample now. May take its time; then the next one is later. Its result goes to {@link #came}. */
    abstract void sample();

    /** Whether the processes, as they are now, show the fault. */
    abstract boolean isFaulted();

    @Override
    public final String live() {
        return PROCESS;
    }

    @Override
    public final void before() {
        question.connect();
        for (int i = 0; i < ENOUGH; i++) {
            add(Moment.BEFORE, calm());
            run.cancellation().sleep(BETWEEN);
        }
    }

    /** What a look and a question find while no fault should be there. */
    private Found calm() {
        Instant sent = run.clock().instant();
        boolean faulted = isFaulted();
        Optional<Answer> answer = question.ask(CALM_WITHIN);
        boolean ok = !faulted && answer.map(Answer::ok).orElse(true);
        String said = answer.map(each -> ", " + each.detail()).orElse("");
        return new Found(
                answer.map(Answer::sent).orElse(sent),
                answer.map(Answer::took).orElse(Duration.ZERO),
                ok,
                faulted,
                target.replica().incarnation() + (faulted ? " not running" : " running") + said);
    }

    @Override
    public final synchronized void during() {
        if (end.isCancelled()) {
            return;
        }
        sampling = true;
        Thread thread = new Thread(this::watch, "blackstart-measure-" + id);
        thread.setDaemon(true);
        watching = thread;
        thread.start();
    }

    private void watch() {
        try {
            long next = run.clock().nanos();
            while (!end.isCancelled()) {
                sample();
                // What is late is not caught up with.
                next = Math.max(next + EVERY.toNanos(), run.clock().nanos());
                end.sleep(Duration.ofNanos(next - run.clock().nanos()));
            }
        } catch (Cancelled e) {
            // The fault is about to be reverted.
        }
    }

    /** What a sample found. */
    record Found(
            Instant sent,
            Duration took,
            boolean ok,
            boolean shows,
            String detail,
            @Nullable Double value) {
        /** Of something that has no value of its own. */
        Found(Instant sent, Duration took, boolean ok, boolean shows, String detail) {
            this(sent, took, ok, shows, detail, null);
        }
    }

    final synchronized void came(Found found) {
        if (sampling) {
            add(Moment.DURING, found);
        }
    }

    private void add(Moment moment, Found found) {
        run.events()
                .add(new Event.FaultSample(
                        id,
                        moment,
                        found.sent(),
                        found.took(),
                        found.ok(),
                        found.shows(),
                        found.detail(),
                        found.value()));
    }

    @Override
    public final synchronized void ending() {
        sampling = false;
        end.cancel("the fault is about to be reverted");
    }

    @Override
    public final void after() {
        ending();
        long start = run.clock().nanos();
        int gone = 0;
        while (gone < ENOUGH && run.clock().nanos() - start < AFTER_AT_MOST.toNanos()) {
            Found found = calm();
            add(Moment.AFTER, found);
            gone = found.ok() ? gone + 1 : 0;
            run.cancellation().sleep(BETWEEN);
        }
    }

    @Override
    public final void close() {
        ending();
        question.close();
        Thread thread;
        synchronized (this) {
            thread = watching;
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}
