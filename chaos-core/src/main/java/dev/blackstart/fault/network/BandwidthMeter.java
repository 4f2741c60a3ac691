package dev.blackstart.fault.network;

import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Measures how fast a link carries what it has to carry, by the system's own chunks from socket to socket: the bytes of those that had
 * to wait, by how long they held the line. A link whose traffic stays so far under the limit that nothing waits shows nothing.
 * Thread-safe.
 */
final class BandwidthMeter implements Meter {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration LOOK_BACK = Duration.ofSeconds(10);
    private static final Duration LONGEST_HELD = Duration.ofMinutes(1);
    private static final int ENOUGH = 3;

    private final String id;
    private final Link link;
    private final double most;
    private final MeterContext run;
    private final Cancellation end = new Cancellation();
    private final LineUse use = new LineUse();
    private volatile Bandwidth asked;
    private volatile @Nullable Thread watching;
    private Instant delivered = Instant.EPOCH;

    /** @param most how far above the limit what is measured may be, as a factor */
    BandwidthMeter(Prepared<Bandwidth> fault, double most, MeterContext run) {
        this.id = fault.id().value();
        this.link = LinkFault.link(fault.target()).link();
        this.asked = fault.config();
        this.most = most;
        this.run = run;
    }

    @Override
    public String live() {
        return OBSERVED;
    }

    @Override
    public synchronized void before() {
        delivered = run.clock().instant().minus(LOOK_BACK);
        for (int i = 0; i < ENOUGH; i++) {
            run.cancellation().sleep(run.pace().every());
            add(Moment.BEFORE, look());
        }
    }

    /** What was delivered since the last look. */
    private synchronized LineUse.Carried look() {
        Instant from = delivered;
        Instant now = run.clock().instant();
        delivered = now;
        return use.between(from, now, chunks(now));
    }

    private List<Link.ChunkDelay> chunks(Instant now) {
        try {
            List<Link.ChunkDelay> chunks = new ArrayList<>(link.delays(now.minus(LONGEST_HELD)));
            chunks.removeIf(
                    chunk -> !asked.direction().concerns(chunk) || run.ends().contains(chunk.source()));
            return chunks;
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private boolean add(Moment moment, LineUse.Carried carried) {
        if (carried.bytes() == 0) {
            return false;
        }
        boolean shows = carried.waitedBytes() > 0 && carried.rate() <= most * asked.rate();
        String detail = String.format(
                Locale.ROOT,
                carried.waitedBytes() > 0 ? "%.1f kB/s while the line was busy" : "%.1f kB/s, and nothing had to wait",
                carried.rate());
        run.events()
                .add(new Event.FaultSample(
                        id,
                        moment,
                        run.clock().instant().minus(carried.window()),
                        carried.window(),
                        true,
                        shows,
                        detail,
                        carried.rate()));
        return true;
    }

    @Override
    public void during() {
        synchronized (this) {
            delivered = run.clock().instant();
        }
        Thread thread = new Thread(this::watch, "blackstart-bandwidth-" + id);
        thread.setDaemon(true);
        watching = thread;
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                end.sleep(EVERY);
                add(Moment.DURING, look());
            }
        } catch (Cancelled e) {
            // The fault is about to be reverted.
        }
    }

    @Override
    public void adjusted(Record config) {
        // What was delivered so far is not measured by what is asked from here on.
        look();
        asked = (Bandwidth) config;
    }

    @Override
    public void ending() {
        end.cancel("the fault is about to be reverted");
    }

    /** What the fault held is let go at once and says nothing; after that the line is as it was. */
    @Override
    public void after() {
        ending();
        Instant latest = run.clock().instant().plus(run.pace().afterAtMost());
        synchronized (this) {
            delivered = run.clock().instant();
        }
        run.cancellation().sleep(run.pace().every());
        look();
        int samples = 0;
        while (samples < ENOUGH && run.clock().instant().isBefore(latest)) {
            run.cancellation().sleep(run.pace().every());
            samples += add(Moment.AFTER, look()) ? 1 : 0;
        }
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
