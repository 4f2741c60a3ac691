package dev.blackstart.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** What one read brought, a piece cut from it, or the end of the stream. Owns its buffer until it is written. */
final class Chunk {

    private final ByteBuf bytes;
    private final @Nullable ChunkTiming timing;
    private final @Nullable Ended end;
    private long arrived;

    private Chunk(ByteBuf bytes, @Nullable ChunkTiming timing, @Nullable Ended end) {
        this.bytes = bytes;
        this.timing = timing;
        this.end = end;
    }

    static Chunk of(ByteBuf bytes, ChunkTiming timing) {
        return new Chunk(bytes, timing, null);
    }

    static Chunk end(Ended by) {
        return new Chunk(Unpooled.EMPTY_BUFFER, null, by);
    }

    /** Cuts the first {@code length} bytes off; the timing stays with the last piece. */
    Chunk cut(int length) {
        Chunk piece = new Chunk(bytes.readRetainedSlice(length), null, null);
        piece.arrived = arrived;
        return piece;
    }

    ByteBuf bytes() {
        return bytes;
    }

    int length() {
        return bytes.readableBytes();
    }

    /** Null for the end and for all but the last piece of what was read at once. */
    @Nullable ChunkTiming timing() {
        return timing;
    }

    boolean isEnd() {
        return end != null;
    }

    /** Who ended the stream here, or null where it goes on. */
    @Nullable Ended end() {
        return end;
    }

    /** When it came to the stage that holds it. */
    long arrived() {
        return arrived;
    }

    void arrivedAt(long nanos) {
        arrived = nanos;
    }

    /** Frees the buffer of a chunk that will not be delivered. */
    void drop() {
        bytes.release();
        if (timing != null) {
            timing.dropped();
        }
    }
}
