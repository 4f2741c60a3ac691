package dev.blackstart.proxy;

import java.util.concurrent.TimeUnit;

/** Lets data pass and holds the end of the stream. */
final class SlowCloseToxic implements Toxic {

    private final long delayNanos;

    /** @param delayMillis a negative one counts as none */
    SlowCloseToxic(long delayMillis) {
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(0, delayMillis));
    }

    @Override
    public long endAt(long arrived, long previous) {
        return Toxic.later(arrived + delayNanos, previous);
    }
}
