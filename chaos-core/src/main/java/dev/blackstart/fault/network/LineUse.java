package dev.blackstart.fault.network;

import dev.blackstart.topology.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long chunks hold the line of their connection: each from when it came, or the one before it was through, until it is through
 * itself. Not for several threads.
 */
final class LineUse {
    /** What an undisturbed proxy takes is far below, and what a timer is off is small beside it. */
    static final Duration WAITED = Duration.ofMillis(10);

    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private final Map<String, Instant> freeAt = new HashMap<>();

    /**
     * What was delivered in a time.
     *
     * @param waitedBytes of chunks that held their line for long enough to be measured
     * @param waited how long those held it
     */
    record Carried(long bytes, long waitedBytes, Duration waited, Duration window) {
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

    /** Adds up what was delivered after {@code from} and not after {@code to}; each time is asked for once, in order. */
    Carried between(Instant from, Instant to, List<Link.ChunkDelay> chunks) {
        List<Link.ChunkDelay> delivered = chunks.stream()
                .filter(chunk -> chunk.micros() >= 0)
                .filter(chunk -> doneAt(chunk).isAfter(from) && !doneAt(chunk).isAfter(to))
                .sorted(Comparator.comparing(LineUse::doneAt))
                .toList();
        long bytes = 0;
        long waitedBytes = 0;
        Duration waited = Duration.ZERO;
        for (Link.ChunkDelay chunk : delivered) {
            String line = chunk.source() + (chunk.response() ? "<" : ">");
            Instant free = freeAt.getOrDefault(line, Instant.EPOCH);
            Instant begun = free.isAfter(chunk.at()) ? free : chunk.at();
            Duration held = Duration.between(begun, doneAt(chunk));
            freeAt.put(line, doneAt(chunk));
            bytes += chunk.bytes();
            if (held.compareTo(WAITED) >= 0) {
                waitedBytes += chunk.bytes();
                waited = waited.plus(held);
            }
        }
        freeAt.values().removeIf(free -> free.isBefore(to.minus(FORGOTTEN)));
        return new Carried(bytes, waitedBytes, waited, Duration.between(from, to));
    }

    private static Instant doneAt(Link.ChunkDelay chunk) {
        return chunk.at().plusNanos(chunk.micros() * 1_000);
    }
}
