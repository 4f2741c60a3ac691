package dev.blackstart.proxy;

/** How long one chunk took from socket to socket. Written by its event loop, read by the API. */
final class ChunkTiming {

    private static final long HELD = -1;
    private static final long DROPPED = -2;

    private final String source;
    private final Direction direction;
    private final long readAt;
    private final int bytes;
    private volatile long nanos = HELD;

    ChunkTiming(String source, Direction direction, long readAt, int bytes) {
        this.source = source;
        this.direction = direction;
        this.readAt = readAt;
        this.bytes = bytes;
    }

    void deliveredAt(long at) {
        nanos = Math.max(0, at - readAt);
    }

    void dropped() {
        nanos = DROPPED;
    }

    /** The client's address. */
    String source() {
        return source;
    }

    Direction direction() {
        return direction;
    }

    long readAt() {
        return readAt;
    }

    /** Its length. */
    int bytes() {
        return bytes;
    }

    boolean isDropped() {
        return nanos == DROPPED;
    }

    /** Nanoseconds from read to written, or negative as long as it is held. */
    long nanos() {
        return nanos;
    }
}
