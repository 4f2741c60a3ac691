package dev.blackstart.fault;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Looks at the target every 250 ms, as whoever uses it finds it: for effects that are there or not there. Thread-safe. */
public final class LookMeter implements Meter {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration BETWEEN = Duration.ofMillis(30);
    private static final int ENOUGH = 3;

    private final String id;
    private final String live;
    private final String asked;
    private final BooleanSupplier faulted;
    private final MeterContext run;
    private final Cancellation end = new Cancellation();
    private @Nullable Thread watching;

    /**
     * Of one fault.
     *
     * @param live how it looks: one of the names in {@link Meter}
     * @param asked the effect, for people
     * @param faulted whether the target is now as the fault leaves it; may take as long as a look takes
     */
    public LookMeter(FaultId id, String live, String asked, BooleanSupplier faulted, MeterContext run) {
        this.id = id.value();
        this.live = live;
        this.asked = asked;
        this.faulted = faulted;
        this.run = run;
    }

    @Override
    public String live() {
        return live;
    }

    @Override
    public void before() {
        look(Moment.BEFORE);
    }

    private void look(Moment moment) {
        for (int i = 0; i < ENOUGH; i++) {
            sample(moment);
            run.cancellation().sleep(BETWEEN);
        }
    }

    private void sample(Moment moment) {
        Instant sent = run.clock().instant();
        boolean shows = faulted.getAsBoolean();
        Duration took = Duration.between(sent, run.clock().instant());
        if (moment != Moment.DURING || !end.isCancelled()) {
            run.events()
                    .add(new Event.FaultSample(
                            id, moment, sent, took, !shows, shows, shows ? "seen: " + asked : "seen: as it was"));
        }
    }

    @Override
    public void during() {
        Thread thread = new Thread(this::watch, "blackstart-look-" + id);
        thread.setDaemon(true);
        watching = thread;
        thread.start();
    }

    private void watch() {
        try {
            while (!end.isCancelled()) {
                sample(Moment.DURING);
                end.sleep(EVERY);
            }
        } catch (Cancelled e) {
            // The fault is about to be reverted.
        }
    }

    @Override
    public void ending() {
        end.cancel("the fault is about to be reverted");
    }

    @Override
    public void after() {
        ending();
        look(Moment.AFTER);
    }

    @Override
    public void close() {
        ending();
        Thread thread = watching;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
