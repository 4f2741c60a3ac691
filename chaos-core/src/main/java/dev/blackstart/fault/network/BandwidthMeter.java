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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final Duration AFTER_AT_MOST = Duration.ofSeconds(3);
    private static final int ENOUGH = 3;

    /** What an undisturbed proxy takes is far below, and what a timer is off is small beside it. */
    private static final Duration WAITED = Duration.ofMillis(10);

    private final String id;
    private final Link link;
    private final double most;
    private final MeterContext run;
    private final Cancellation end = new Cancellation();
    private final Map<String, Instant> lineFreeAt = new HashMap<>();
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

    /** What was delivered between two looks, and how much of it had to wait for the line. */
    private record Carried(long bytes, long waitedBytes, Duration waited, Duration window) {
        /** Kilobytes a second of what waited; where nothing did, of everything over the whole time. */
        double rate() {
            return waitedBytes > 0
                    ? waitedBytes / 1e3 / seconds(waited)
                    : bytes / 1e3 / Math.max(1e-3, seconds(window));
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }
    }

    @Override
    public synchronized void before() {
        delivered = run.clock().instant().minus(LOOK_BACK);
        for (int i = 0; i < ENOUGH; i++) {
            run.cancellation().sleep(EVERY);
            add(Moment.BEFORE, look());
        }
    }

    /** The chunks that were delivered since the last look; each holds the line of its connection from when the one before it is through. */
    private synchronized Carried look() {
        Instant now = run.clock().instant();
        Duration window = Duration.between(delivered, now);
        long bytes = 0;
        long waitedBytes = 0;
        Duration waited = Duration.ZERO;
        for (Link.ChunkDelay chunk : chunks(now)) {
            String line = chunk.source() + (chunk.response() ? "<" : ">");
            Instant done = doneAt(chunk);
            Instant free = lineFreeAt.getOrDefault(line, Instant.EPOCH);
            Instant begun = free.isAfter(chunk.at()) ? free : chunk.at();
            lineFreeAt.put(line, done);
            Duration held = Duration.between(begun, done);
            bytes += chunk.bytes();
            if (held.compareTo(WAITED) >= 0) {
                waitedBytes += chunk.bytes();
                waited = waited.plus(held);
            }
        }
        lineFreeAt.values().removeIf(free -> free.isBefore(now.minus(LOOK_BACK)));
        delivered = now;
        return new Carried(bytes, waitedBytes, waited, window);
    }

    private List<Link.ChunkDelay> chunks(Instant now) {
        try {
            List<Link.ChunkDelay> chunks = new ArrayList<>(link.delays(now.minus(LONGEST_HELD)));
            chunks.removeIf(chunk -> chunk.micros() < 0
                    || !asked.direction().concerns(chunk)
                    || !doneAt(chunk).isAfter(delivered)
                    || doneAt(chunk).isAfter(now)
                    || run.ends().contains(chunk.source()));
            chunks.sort(Comparator.comparing(BandwidthMeter::doneAt));
            return chunks;
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private static Instant doneAt(Link.ChunkDelay chunk) {
        return chunk.at().plusNanos(chunk.micros() * 1_000);
    }

    private boolean add(Moment moment, Carried carried) {
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
            lineFreeAt.clear();
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
        Instant latest = run.clock().instant().plus(AFTER_AT_MOST);
        synchronized (this) {
            delivered = run.clock().instant();
        }
        run.cancellation().sleep(EVERY);
        look();
        int samples = 0;
        while (samples < ENOUGH && run.clock().instant().isBefore(latest)) {
            run.cancellation().sleep(EVERY);
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
