package dev.blackstart.proxy;

import org.jspecify.annotations.Nullable;

/** Lets so many bytes pass and breaks the connection right behind the last of them. A changed limit counts what has passed. */
final class LimitDataToxic implements Toxic {

    private final long limitBytes;
    private long passedBytes;
    private long breaksAt = NEVER;

    /** @param limitBytes 0 or less: the first chunk breaks the connection, and nothing of it passes */
    LimitDataToxic(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    @Override
    public void begin(long now, @Nullable Toxic former) {
        if (former instanceof LimitDataToxic earlier) {
            passedBytes = earlier.passedBytes;
        }
    }

    @Override
    public boolean drops(Chunk chunk) {
        if (chunk.isEnd() || passedBytes < limitBytes) {
            return false;
        }
        breaksAt = chunk.arrived();
        return true;
    }

    @Override
    public int pieceBytes(int length) {
        return (int) Math.min(length, limitBytes - passedBytes);
    }

    @Override
    public long releaseAt(int bytes, long arrived, long previous) {
        long release = Toxic.later(arrived, previous);
        passedBytes += bytes;
        if (passedBytes >= limitBytes) {
            breaksAt = release;
        }
        return release;
    }

    @Override
    public long breaksAt() {
        return breaksAt;
    }
}
