package dev.blackstart.proxy;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Drops the first chunk, or the end of the stream, and resets the connection on both sides a while after it.
 *
 * <p>An idle connection is never reset, as in the original. Unlike there, one that was open before the toxic came is reset too,
 * and one that the toxicity spares ends as usual.
 */
final class ResetPeerToxic implements Toxic {

    private final long timeoutNanos;
    private boolean met;
    private long metAt;

    /** @param timeoutMillis a negative one counts as none */
    ResetPeerToxic(long timeoutMillis) {
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(0, timeoutMillis));
    }

    @Override
    public void begin(long now, @Nullable Toxic former) {
        if (former instanceof ResetPeerToxic earlier) {
            met = earlier.met;
            metAt = earlier.metAt;
        }
    }

    @Override
    public boolean drops(Chunk chunk) {
        if (!met) {
            met = true;
            metAt = chunk.arrived();
        }
        return true;
    }

    @Override
    public long breaksAt() {
        return met ? metAt + timeoutNanos : NEVER;
    }

    @Override
    public boolean resets() {
        return true;
    }

    @Override
    public boolean breaksWhenRemoved() {
        return met;
    }
}
