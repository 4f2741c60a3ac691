package dev.blackstart.proxy;

/**
 * What a toxic does to one direction of one connection: it says when the next piece may leave.
 *
 * <p>One instance serves one {@link Stage}, on that connection's event loop. Times are {@link ProxyClock#nanos()}.
 */
interface Toxic {

    /** As a time: not until the toxic changes or goes. */
    long NEVER = Long.MAX_VALUE;

    /**
     * When a piece may leave. Asked once a piece, when it has become the first in line.
     *
     * @param bytes its length, at most {@link #pieceBytes()}
     * @param arrived when it came in; for a chained toxic, when the one before let it go
     * @param previous when the piece before it left, or when this toxic was last changed
     * @return a time that is not before {@code previous}, or {@link #NEVER}
     */
    long releaseAt(int bytes, long arrived, long previous);

    /** When the end of the stream may leave; the end waits behind all data in any case. */
    default long endAt(long arrived, long previous) {
        return later(arrived, previous);
    }

    /** The most bytes that leave at once; longer chunks are cut. */
    default int pieceBytes() {
        return Integer.MAX_VALUE;
    }

    /** The later of two times, also across the wrap of the monotonic clock. */
    static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
