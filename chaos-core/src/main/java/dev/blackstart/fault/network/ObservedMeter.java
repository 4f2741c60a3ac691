package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures a fault on a link by the system's own chunks, which the proxy times from socket to socket: for links whose protocol we
 * cannot ask anything. A link that is silent shows nothing. Thread-safe.
 */
final class ObservedMeter implements Meter {
    private static final Duration LOOK_BACK = Duration.ofSeconds(10);
    private static final int ENOUGH = 3;
    private static final int MOST_AT_ONCE = 20;

    private final String id;
    private final Link link;
    private volatile LinkEffect effect;
    private final MeterContext run;
    private final Cancellation end = new Cancellation();
    private final Set<String> seen = new HashSet<>();
    private @Nullable Thread watching;
    private Duration undisturbed = Duration.ZERO;

    ObservedMeter(FaultId id, Link link, LinkEffect effect, MeterContext run) {
        this.id = id.value();
        this.link = link;
        this.effect = effect;
        this.run = run;
    }

    @Override
    public String live() {
        return OBSERVED;
    }

    @Override
    public void before() {
        Instant since = undisturbedSince(run.clock().instant().minus(LOOK_BACK));
        Instant latest = run.clock().instant().plus(run.pace().beforeAtMost());
        List<Link.ChunkDelay> chunks = delays(since);
        while (chunks.size() < ENOUGH && run.clock().instant().isBefore(latest)) {
            run.cancellation().sleep(run.pace().every());
            chunks = delays(since);
        }
        List<Link.ChunkDelay> last = chunks.subList(Math.max(0, chunks.size() - MOST_AT_ONCE), chunks.size());
        last.forEach(chunk -> add(Moment.BEFORE, chunk, false));
        List<Long> micros = last.stream()
                .map(Link.ChunkDelay::micros)
                .filter(each -> each >= 0)
                .sorted()
                .toList();
        undisturbed = micros.isEmpty() ? Duration.ZERO : Duration.ofNanos(micros.get(micros.size() / 2) * 1_000);
    }

    /** What met an earlier fault is no measure of this one. */
    private Instant undisturbedSince(Instant earliest) {
        try {
            Instant changed = link.traffic().changed();
            return changed == null || changed.isBefore(earliest) ? earliest : changed;
        } catch (RuntimeException e) {
            return earliest;
        }
    }

    private List<Link.ChunkDelay> delays(Instant since) {
        try {
            List<Link.ChunkDelay> delays = new ArrayList<>(link.delays(since));
            // A probe that asks through this link is none of the system's.
            delays.removeIf(chunk -> run.ends().contains(chunk.source()));
            return delays;
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    @Override
    public void during() {
        Instant since = run.clock().instant();
        Thread thread = new Thread(() -> watch(since), "blackstart-observed-" + id);
        thread.setDaemon(true);
        watching = thread;
        thread.start();
    }

    private void watch(Instant since) {
        try {
            while (!end.isCancelled()) {
                look(since);
                end.sleep(run.pace().every());
            }
        } catch (Cancelled e) {
            // The fault is about to be reverted.
        }
    }

    private void look(Instant since) {
        Set<String> current = new HashSet<>();
        int added = 0;
        for (Link.ChunkDelay chunk : delays(since)) {
            Duration waited = Duration.between(chunk.at(), run.clock().instant());
            String key = chunk.source() + chunk.response() + chunk.at() + (chunk.micros() < 0 ? " held" : "");
            boolean shows = effect.shows(chunk, undisturbed, waited);
            if (chunk.micros() < 0 && !shows) {
                continue;
            }
            current.add(key);
            // The other way is not what a one-way fault is about.
            if (!seen.contains(key) && added < MOST_AT_ONCE && (shows || effect.concerns(chunk))) {
                added++;
                add(Moment.DURING, chunk, shows);
            }
        }
        seen.addAll(current);
        seen.retainAll(current);
    }

    private void add(Moment moment, Link.ChunkDelay chunk, boolean shows) {
        boolean held = chunk.micros() < 0;
        Duration took =
                held ? Duration.between(chunk.at(), run.clock().instant()) : Duration.ofNanos(chunk.micros() * 1_000);
        String detail = (chunk.response() ? "response" : "request") + (held ? " chunk still held" : " chunk");
        run.events().add(new Event.FaultSample(id, moment, chunk.at(), took, !held, shows, detail));
    }

    @Override
    public void adjusted(Record config) {
        effect = effect.adjusted(config);
    }

    @Override
    public void ending() {
        end.cancel("the fault is about to be reverted");
    }

    @Override
    public void after() {
        ending();
        Instant since = run.clock().instant();
        Instant latest = since.plus(run.pace().afterAtMost());
        List<Link.ChunkDelay> chunks = new ArrayList<>();
        while (chunks.size() < ENOUGH && run.clock().instant().isBefore(latest)) {
            run.cancellation().sleep(run.pace().every());
            chunks = new ArrayList<>(delays(since));
            chunks.removeIf(chunk -> chunk.micros() < 0 || !effect.concerns(chunk));
        }
        for (Link.ChunkDelay chunk : chunks.subList(0, Math.min(MOST_AT_ONCE, chunks.size()))) {
            add(Moment.AFTER, chunk, effect.shows(chunk, undisturbed, Duration.ZERO));
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
