package dev.blackstart.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One toxic at work in one direction of one connection: a queue whose head leaves when the toxic says so.
 *
 * <p>Confined to the connection's event loop. Whether the toxic touches this connection is decided by one draw when the
 * stage is made; a changed toxicity is held against the same draw.
 */
final class Stage implements Sink {

    private final Link link;
    private final Draw draw;
    private final Deque<Chunk> held = new ArrayDeque<>();
    private Sink next;
    private ToxicSpec spec;
    private Toxic toxic;
    private long lastRelease;
    private @Nullable Long headRelease;
    private @Nullable Future<?> alarm;

    Stage(Link link, ToxicSpec spec, Draw draw, Sink next) {
        this.link = link;
        this.spec = spec;
        this.draw = draw;
        this.next = next;
        this.toxic = behaviour();
        this.lastRelease = link.clock().nanos();
    }

    private Toxic behaviour() {
        return draw.touches(spec.toxicity()) ? spec.type().toxic(spec.attributes(), draw.random()) : new NoopToxic();
    }

    long toxicId() {
        return spec.id();
    }

    void next(Sink sink) {
        next = sink;
    }

    @Override
    public void accept(Chunk chunk, long arrived) {
        chunk.arrivedAt(arrived);
        held.add(chunk);
        if (held.size() == 1) {
            drain();
        }
    }

    /** Takes over a changed toxic; what is held gets a new deadline from its arrival. */
    void update(ToxicSpec changed) {
        if (changed.equals(spec)) {
            return;
        }
        spec = changed;
        toxic = behaviour();
        // From here on: a line that stalled for a minute has not saved up a minute of bandwidth.
        lastRelease = link.clock().nanos();
        headRelease = null;
        drain();
    }

    /** The toxic is gone: passes on at once what is held. */
    void flush() {
        disarm();
        long now = link.clock().nanos();
        for (Chunk chunk = held.poll(); chunk != null; chunk = held.poll()) {
            next.accept(chunk, now);
        }
    }

    /** The connection is gone: frees what is held. */
    void drop() {
        disarm();
        held.forEach(Chunk::drop);
        held.clear();
    }

    private void drain() {
        disarm();
        for (Chunk head = held.peek(); head != null; head = held.peek()) {
            long release = release(head);
            if (release == Toxic.NEVER) {
                return;
            }
            if (release - link.clock().nanos() > 0) {
                alarm = link.alarm(release, this::drain);
                return;
            }
            Chunk leaving = leave(head);
            lastRelease = release;
            headRelease = null;
            next.accept(leaving, release);
        }
    }

    private long release(Chunk head) {
        if (headRelease == null) {
            int bytes = Math.min(head.length(), toxic.pieceBytes());
            headRelease = head.isEnd()
                    ? toxic.endAt(head.arrived(), lastRelease)
                    : toxic.releaseAt(bytes, head.arrived(), lastRelease);
        }
        return headRelease;
    }

    private Chunk leave(Chunk head) {
        if (head.length() > toxic.pieceBytes()) {
            return head.cut(toxic.pieceBytes());
        }
        held.remove();
        return head;
    }

    private void disarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }
}
