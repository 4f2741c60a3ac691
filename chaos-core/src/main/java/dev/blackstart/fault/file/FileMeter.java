package dev.blackstart.fault.file;

import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Looks at the file as whoever reads it finds it, every 250 ms. Thread-safe. */
final class FileMeter implements Meter {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration BETWEEN = Duration.ofMillis(30);
    private static final int ENOUGH = 3;

    private final String id;
    private final String asked;
    private final BooleanSupplier faulted;
    private final MeterContext run;
    private final Cancellation end = new Cancellation();
    private @Nullable Thread watching;

    /** @param faulted whether the file is now as the fault leaves it */
    FileMeter(FaultId id, String asked, BooleanSupplier faulted, MeterContext run) {
        this.id = id.value();
        this.asked = asked;
        this.faulted = faulted;
        this.run = run;
    }

    @Override
    public String live() {
        return FILE;
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
                            id, moment, sent, took, !shows, shows, shows ? "read: " + asked : "read: as it was"));
        }
    }

    @Override
    public void during() {
        Thread thread = new Thread(this::watch, "blackstart-file-" + id);
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
