package dev.blackstart.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Cuts each chunk into small pieces and rests after each of them.
 *
 * <p>As in the original a chunk is halved, and its halves again, until no part is longer than average and variation together; each
 * cut lies off the middle by at most the variation.
 */
final class SlicerToxic implements Toxic {

    private final int averageBytes;
    private final int variationBytes;
    private final long delayNanos;
    private final SplittableRandom random;
    private final Deque<Integer> pieces = new ArrayDeque<>();
    private boolean started;

    /**
     * @param averageBytes 1 or more
     * @param variationBytes from 0 to {@code averageBytes}
     * @param delayMicros a negative one counts as none
     */
    SlicerToxic(long averageBytes, long variationBytes, long delayMicros, SplittableRandom random) {
        this.averageBytes = (int) Math.min(averageBytes, Integer.MAX_VALUE);
        this.variationBytes = (int) Math.min(variationBytes, Integer.MAX_VALUE);
        this.delayNanos = TimeUnit.MICROSECONDS.toNanos(Math.max(0, delayMicros));
        this.random = random;
    }

    @Override
    public int pieceBytes(int length) {
        if (pieces.isEmpty()) {
            slice(length);
        }
        return pieces.remove();
    }

    private void slice(int length) {
        if (length - averageBytes <= variationBytes) {
            pieces.add(length);
            return;
        }
        int off = variationBytes > 0 ? (int) random.nextLong(-(long) variationBytes, variationBytes) : 0;
        int cut = Math.max(1, Math.min(length - 1, length / 2 + off));
        slice(cut);
        slice(length - cut);
    }

    @Override
    public long releaseAt(int bytes, long arrived, long previous) {
        long release = endAt(arrived, previous);
        started = true;
        return release;
    }

    /** Behind the rest that follows the last piece. */
    @Override
    public long endAt(long arrived, long previous) {
        return Toxic.later(arrived, started ? previous + delayNanos : previous);
    }
}
