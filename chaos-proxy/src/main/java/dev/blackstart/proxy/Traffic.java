package dev.blackstart.proxy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one direction of one connection has carried.
 *
 * @param bytes read from the sender, so that what met a stall counts
 * @param chunks reads
 * @param deliveredBytes written to the receiver's socket
 * @param deliveredChunks chunks written to their last byte
 * @param heldBytes read and still held; 0 once the connection is closed
 * @param last when the last chunk was read, or null
 */
record Traffic(
        long bytes,
        long chunks,
        long deliveredBytes,
        long deliveredChunks,
        long heldBytes,
        @Nullable Instant last) {

    static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, null);

    /** The sum, without what is held and when. */
    Traffic plus(Traffic other) {
        return new Traffic(
                bytes + other.bytes,
                chunks + other.chunks,
                deliveredBytes + other.deliveredBytes,
                deliveredChunks + other.deliveredChunks,
                0,
                null);
    }
}
