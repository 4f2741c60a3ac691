package dev.blackstart.proxy;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Drops everything, and breaks the connection once nothing has come for the timeout, or never where that is 0.
 *
 * <p>As in the original each chunk starts the time anew, so that a sender who keeps sending is never cut off, and removing the
 * toxic breaks the connection.
 */
final class TimeoutToxic implements Toxic {

    private final long timeoutNanos;
    private long quietSince;

    /** @param timeoutMillis 0 or less: never */
    TimeoutToxic(long timeoutMillis) {
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(0, timeoutMillis));
    }

    @Override
    public void begin(long now, @Nullable Toxic former) {
        quietSince = now;
    }

    @Override
    public boolean drops(Chunk chunk) {
        if (!chunk.isEnd()) {
            quietSince = chunk.arrived();
        }
        return true;
    }

    @Override
    public long breaksAt() {
        return timeoutNanos == 0 ? NEVER : quietSince + timeoutNanos;
    }

    @Override
    public boolean breaksWhenRemoved() {
        return true;
    }
}
