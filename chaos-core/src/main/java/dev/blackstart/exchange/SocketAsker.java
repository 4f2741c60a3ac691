package dev.blackstart.exchange;

import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks over plain sockets, one exchange per connection at a time. Connections are opened in advance and kept where the protocol allows it. */
final class SocketAsker implements Asker {
    /** How many connections are held ready. */
    static final int READY = 4;

    private static final Duration REFILL = Duration.ofSeconds(1);

    private final Dialogue dialogue;
    private final InetSocketAddress address;
    private final RunClock clock;
    private final Exchanges exchanges;
    private final OwnEnds ends;
    private final Deque<Wire> idle = new ArrayDeque<>();
    private final Set<Wire> open = new HashSet<>();
    private boolean closed;

    SocketAsker(Dialogue dialogue, InetSocketAddress address, RunClock clock, OwnEnds ends) {
        this.dialogue = dialogue;
        this.address = address;
        this.clock = clock;
        this.ends = ends;
        this.exchanges = new Exchanges(OwnEnds.text(address), clock);
    }

    @Override
    public void connect(Duration within) {
        long deadline = clock.nanos() + within.toNanos();
        List<CompletableFuture<Void>> opening = new ArrayList<>();
        for (int i = idle(); i < READY; i++) {
            opening.add(exchanges.beside(() -> refill(deadline)));
        }
        try {
            CompletableFuture.allOf(opening.toArray(CompletableFuture<?>[]::new))
                    .get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What could not be opened now is opened, or fails with its reason, when it is needed.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CompletableFuture<Answer> ask(Duration within) {
        long deadline = clock.nanos() + within.toNanos();
        return exchanges.start(() -> exchange(deadline, within));
    }

    private Answer exchange(long deadline, Duration within) {
        long start = clock.nanos();
        Wire wire;
        try {
            wire = takeOrOpen(deadline);
        } catch (IOException e) {
            return exchanges.failed(start, Exchanges.reason(e, within), "");
        }
        String local = wire.localAddress();
        boolean reusable = false;
        start = clock.nanos();
        try {
            wire.until(deadline);
            wire.send(dialogue.request());
            Dialogue.Reply reply = dialogue.read(wire);
            Answer answer = exchanges.answer(start, reply.ok(), reply.detail(), local);
            reusable = reply.reusable();
            return answer;
        } catch (IOException e) {
            return exchanges.failed(start, Exchanges.reason(e, within), local);
        } finally {
            giveBack(wire, reusable);
        }
    }

    private Wire takeOrOpen(long deadline) throws IOException {
        for (Wire wire = pollIdle(); wire != null; wire = pollIdle()) {
            if (!wire.isStale()) {
                return wire;
            }
            drop(wire);
        }
        return open(deadline);
    }

    private Wire open(long deadline) throws IOException {
        Wire wire = Wire.open(address, clock, deadline, ends);
        synchronized (idle) {
            if (!closed) {
                open.add(wire);
                return wire;
            }
        }
        wire.close();
        throw new IOException("closed");
    }

    private void giveBack(Wire wire, boolean reusable) {
        if (reusable) {
            synchronized (idle) {
                if (!closed) {
                    idle.addFirst(wire);
                    return;
                }
            }
        }
        drop(wire);
        if (idle() < READY) {
            var unused = exchanges.beside(() -> refill(clock.nanos() + REFILL.toNanos()));
        }
    }

    private void refill(long deadline) {
        try {
            Wire wire = open(deadline);
            synchronized (idle) {
                if (!closed && idle.size() < READY) {
                    idle.addLast(wire);
                    return;
                }
            }
            drop(wire);
        } catch (IOException e) {
            // The exchange that misses this connection opens its own and says why it cannot.
        }
    }

    private int idle() {
        synchronized (idle) {
            return idle.size();
        }
    }

    private @Nullable Wire pollIdle() {
        synchronized (idle) {
            return idle.pollFirst();
        }
    }

    private void drop(Wire wire) {
        synchronized (idle) {
            open.remove(wire);
        }
        wire.close();
    }

    @Override
    public void close() {
        List<Wire> all;
        synchronized (idle) {
            closed = true;
            all = List.copyOf(open);
            open.clear();
            idle.clear();
        }
        exchanges.close();
        all.forEach(Wire::close);
    }
}
