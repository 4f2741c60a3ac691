package dev.blackstart.heal;

import java.time.Duration;

/** When to try again what failed: after 200 ms, then after twice as long each time, half a minute at most; about ten minutes long. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST = 26;

    private int tries;
    private long next = Long.MIN_VALUE;

    /** Whether it is time for another try. */
    boolean isDue(long now) {
        return tries == 0 || (!isOver() && now - next >= 0);
    }

    /** It has been tried, and failed. */
    void failed(long now) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(tries, 20));
        next = now + (delay.compareTo(LONGEST) < 0 ? delay : LONGEST).toNanos();
        tries++;
    }

    /** Whether it has been tried often enough. */
    boolean isOver() {
        return tries >= MOST;
    }
}
