package dev.blackstart.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one connection: reads from the source, passes each chunk through the stages, writes to the destination.
 *
 * <p>Confined to the connection's event loop. What has been read and not yet written is bounded: over the high-water mark
 * the source is no longer read, and TCP holds the sender back.
 */
final class Link implements Sink {

    private static final int HIGH_WATER_BYTES = 1 << 20;
    private static final int LOW_WATER_BYTES = HIGH_WATER_BYTES / 2;

    /** What a held chunk costs beside its bytes, so that a flood of one-byte chunks is bounded too. */
    private static final int CHUNK_COST_BYTES = 256;

    private final Connection connection;
    private final Direction direction;
    private final SocketChannel source;
    private final SocketChannel destination;
    private List<Stage> stages = List.of();
    private Sink first = this;

    private long bytes;
    private long chunks;
    private long deliveredBytes;
    private long deliveredChunks;
    private long heldBytes;
    private long cost;
    private long lastRead;
    private boolean paused;
    private boolean unflushed;
    private boolean ended;
    private boolean finished;

    Link(Connection connection, Direction direction, SocketChannel source, SocketChannel destination) {
        this.connection = connection;
        this.direction = direction;
        this.source = source;
        this.destination = destination;
    }

    ProxyClock clock() {
        return connection.resources().clock();
    }

    /** Runs a task on this connection's event loop once that time has come, and sends what it released. */
    Future<?> alarm(long atNanos, Runnable task) {
        return clock().alarm(atNanos, source.eventLoop(), () -> {
            task.run();
            flush();
        });
    }

    /** Takes over a chunk that was read from the source. */
    void received(ByteBuf buffer) {
        int length = buffer.readableBytes();
        lastRead = clock().nanos();
        bytes += length;
        chunks++;
        if (finished) {
            buffer.release();
            return;
        }
        hold(length);
        first.accept(Chunk.of(compact(buffer), connection.timing(direction, lastRead, length)), lastRead);
    }

    /** A small read in a large buffer would keep the large buffer alive for as long as it is held. */
    private static ByteBuf compact(ByteBuf buffer) {
        if (buffer.readableBytes() >= buffer.capacity() / 2) {
            return buffer;
        }
        try {
            return Unpooled.copiedBuffer(buffer);
        } finally {
            buffer.release();
        }
    }

    /** The source sends no more; the end follows behind what is held. */
    void ended() {
        if (!ended && !finished) {
            ended = true;
            Ended by = direction == Direction.UPSTREAM ? Ended.CLIENT : Ended.SERVER;
            connection.noteEnd(by);
            first.accept(Chunk.end(by), clock().nanos());
            flush();
        }
    }

    @Override
    public void accept(Chunk chunk, long arrived) {
        Ended end = chunk.end();
        if (end != null) {
            end(end);
            return;
        }
        unflushed = true;
        int length = chunk.length();
        ChunkTiming timing = chunk.timing();
        ChannelFuture write = destination.write(chunk.bytes());
        write.addListener(written -> {
            if (written.isSuccess()) {
                delivered(length, timing);
            } else if (timing != null) {
                timing.dropped();
            }
        });
        if (timing == null) {
            flush(); // a piece that was cut off: together with the next it would be none
        }
    }

    private void end(Ended end) {
        if (end == Ended.RESET) {
            // Not within what led here, which may still be at work on the stages; and what is queued does not matter.
            source.eventLoop().execute(() -> connection.end(end));
            return;
        }
        unflushed = true;
        // An empty write completes behind all data; shutting down before would drop what is still queued.
        destination.write(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (end == Ended.PROXY) {
                connection.end(end);
            } else {
                destination.shutdownOutput().addListener(shut -> finish());
            }
        });
    }

    private void delivered(int length, @Nullable ChunkTiming timing) {
        deliveredBytes += length;
        if (timing != null) {
            timing.deliveredAt(clock().nanos());
            deliveredChunks++;
        }
        letGo(length, timing != null);
    }

    /** A toxic drops a chunk, or the rest of one. */
    void dropped(Chunk chunk) {
        if (!chunk.isEnd() && !finished) {
            letGo(chunk.length(), chunk.timing() != null);
        }
        chunk.drop();
    }

    private void letGo(int length, boolean whole) {
        heldBytes -= length;
        cost -= length + (whole ? CHUNK_COST_BYTES : 0);
        if (paused && cost < LOW_WATER_BYTES) {
            paused = false;
            source.config().setAutoRead(true);
        }
    }

    private void hold(int length) {
        heldBytes += length;
        cost += length + CHUNK_COST_BYTES;
        if (!paused && cost >= HIGH_WATER_BYTES) {
            paused = true;
            source.config().setAutoRead(false);
        }
    }

    /** Sends what has been written since the last flush. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            destination.flush();
        }
    }

    /** Brings the stages in line with the proxy's toxics: removed ones let go, changed ones re-time, new ones join at the end. */
    void apply(List<ToxicSpec> toxics) {
        if (finished) {
            return;
        }
        List<Stage> kept = new ArrayList<>();
        Sink next = this;
        int known = knownPrefix(toxics);
        for (int i = toxics.size() - 1; i >= known; i--) {
            Stage stage = new Stage(this, toxics.get(i), connection.draw(toxics.get(i)), next);
            stage.start();
            kept.add(0, stage);
            next = stage;
        }
        int spec = known - 1;
        // From the last to the first, so that what a removed stage lets go stays behind what later stages hold.
        for (int i = stages.size() - 1; i >= 0; i--) {
            Stage stage = stages.get(i);
            stage.next(next);
            if (spec >= 0 && toxics.get(spec).id() == stage.toxicId()) {
                stage.update(toxics.get(spec--));
                kept.add(0, stage);
                next = stage;
            } else {
                stage.flush();
            }
        }
        stages = kept;
        first = next;
        flush();
    }

    /** How many of these toxics have a stage; new toxics only ever stand behind known ones. */
    private int knownPrefix(List<ToxicSpec> toxics) {
        int known = 0;
        while (known < toxics.size() && hasStage(toxics.get(known).id())) {
            known++;
        }
        return known;
    }

    private boolean hasStage(long toxicId) {
        return stages.stream().anyMatch(stage -> stage.toxicId() == toxicId);
    }

    /** Nobody is left to receive: frees what is held; what still comes is read and dropped. */
    void discard() {
        if (finished) {
            return;
        }
        finished = true;
        stages.forEach(Stage::drop);
        heldBytes = 0;
        if (paused) {
            paused = false;
            source.config().setAutoRead(true);
        }
    }

    private void finish() {
        finished = true;
        connection.linkFinished();
    }

    /** Whether nothing will be delivered any more. */
    boolean isFinished() {
        return finished;
    }

    /** What this direction has carried so far. */
    Traffic traffic() {
        return new Traffic(
                bytes, chunks, deliveredBytes, deliveredChunks, heldBytes, chunks == 0 ? null : clock().wall(lastRead));
    }
}
