package dev.blackstart.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One toxic at work in one direction of one connection: a queue whose head leaves when the toxic says so. Where the toxic breaks
 * the connection, everything behind the break is dropped.
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
    private int headBytes;
    private @Nullable Long headRelease;
    private @Nullable Future<?> alarm;
    private boolean broken;

    Stage(Link link, ToxicSpec spec, Draw draw, Sink next) {
        this.link = link;
        this.spec = spec;
        this.draw = draw;
        this.next = next;
        this.lastRelease = link.clock().nanos();
        this.toxic = behaviour(link.clock(), spec, draw, null);
    }

    private static Toxic behaviour(ProxyClock clock, ToxicSpec spec, Draw draw, @Nullable Toxic former) {
        Toxic toxic =
                draw.touches(spec.toxicity()) ? spec.type().toxic(spec.attributes(), draw.random()) : new NoopToxic();
        toxic.begin(clock.nanos(), former);
        return toxic;
    }

    /** From now on it waits for what its toxic does by itself. */
    void start() {
        drain();
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
        if (broken || toxic.drops(chunk)) {
            link.dropped(chunk);
        } else {
            held.add(chunk);
        }
        if (held.size() <= 1) {
            drain();
        }
    }

    /** Takes over a changed toxic; what is held gets a new deadline from its arrival. */
    void update(ToxicSpec changed) {
        if (changed.equals(spec)) {
            return;
        }
        spec = changed;
        if (toxic.breaksWhenRemoved() && !draw.touches(changed.toxicity())) {
            breakOff(link.clock().nanos());
        }
        toxic = behaviour(link.clock(), spec, draw, toxic);
        // From here on: a line that stalled for a minute has not saved up a minute of bandwidth.
        lastRelease = link.clock().nanos();
        headRelease = null;
        drain();
    }

    /** The toxic is gone: passes on at once what is held, unless it leaves the stream incomplete. */
    void flush() {
        disarm();
        long now = link.clock().nanos();
        if (!broken && toxic.breaksWhenRemoved()) {
            breakOff(now);
        }
        for (Chunk chunk = held.poll(); chunk != null; chunk = held.poll()) {
            next.accept(chunk, now);
        }
    }

    /** The connection is gone: frees what is held. */
    void drop() {
        disarm();
        broken = true;
        held.forEach(Chunk::drop);
        held.clear();
    }

    private void drain() {
        disarm();
        while (!breakIfDue()) {
            Chunk head = held.peek();
            long due = head == null ? toxic.breaksAt() : release(head);
            if (due == Toxic.NEVER) {
                return;
            }
            if (due - link.clock().nanos() > 0) {
                alarm = link.alarm(due, this::drain);
                return;
            }
            if (head != null) {
                Chunk leaving = leave(head);
                lastRelease = due;
                headRelease = null;
                next.accept(leaving, due);
            }
        }
    }

    private long release(Chunk head) {
        if (headRelease == null) {
            headBytes = head.isEnd() ? 0 : toxic.pieceBytes(head.length());
            headRelease = head.isEnd()
                    ? toxic.endAt(head.arrived(), lastRelease)
                    : toxic.releaseAt(headBytes, head.arrived(), lastRelease);
        }
        return headRelease;
    }

    private Chunk leave(Chunk head) {
        if (head.length() > headBytes) {
            return head.cut(headBytes);
        }
        held.remove();
        return head;
    }

    /** Whether the connection is broken here, and nothing more leaves. */
    private boolean breakIfDue() {
        long at = toxic.breaksAt();
        if (!broken && at != Toxic.NEVER && at - link.clock().nanos() <= 0) {
            breakOff(at);
        }
        return broken;
    }

    private void breakOff(long at) {
        disarm();
        broken = true;
        held.forEach(link::dropped);
        held.clear();
        next.accept(Chunk.end(toxic.resets() ? Ended.RESET : Ended.PROXY), at);
    }

    private void disarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }
}
