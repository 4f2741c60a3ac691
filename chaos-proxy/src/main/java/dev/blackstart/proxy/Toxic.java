package dev.blackstart.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What a toxic does to one direction of one connection: it says when the next piece may leave, what is dropped, and when the
 * connection breaks. By default everything leaves at once.
 *
 * <p>One instance serves one {@link Stage}, on that connection's event loop. Times are {@link ProxyClock#nanos()}.
 */
interface Toxic {

    /** As a time: not until the toxic changes or goes. */
    long NEVER = Long.MAX_VALUE;

    /**
     * It is at work from now on. Called once, before anything else.
     *
     * @param former what it takes the place of after a change; null when it is new
     */
    default void begin(long now, @Nullable Toxic former) {}

    /** Whether a chunk, or the end of the stream, is dropped instead of held. Asked once for each, when it comes. */
    default boolean drops(Chunk chunk) {
        return false;
    }

    /**
     * When a piece may leave. Asked once a piece, when it has become the first in line.
     *
     * @param bytes its length, as {@link #pieceBytes} said
     * @param arrived when it came in; for a chained toxic, when the one before let it go
     * @param previous when the piece before it left, or when this toxic was last changed
     * @return a time that is not before {@code previous}, or {@link #NEVER}
     */
    default long releaseAt(int bytes, long arrived, long previous) {
        return later(arrived, previous);
    }

    /** When the end of the stream may leave; the end waits behind all data in any case. */
    default long endAt(long arrived, long previous) {
        return later(arrived, previous);
    }

    /** How much of a chunk, of which that many bytes are left, leaves at once. Asked once a piece. */
    default int pieceBytes(int length) {
        return length;
    }

    /** When it breaks the connection, as far as it knows now; or {@link #NEVER}. */
    default long breaksAt() {
        return NEVER;
    }

    /** Whether it breaks connections with a reset, instead of an end. */
    default boolean resets() {
        return false;
    }

    /** Whether the connection breaks when the toxic goes: what it dropped is missing from the stream. */
    default boolean breaksWhenRemoved() {
        return false;
    }

    /** The later of two times, also across the wrap of the monotonic clock. */
    static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
