package dev.blackstart.exchange;

import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A connection that opens is the answer; it is closed at once. */
final class TcpAsker implements Asker {
    private final InetSocketAddress address;
    private final RunClock clock;
    private final Exchanges exchanges;
    private final Addresses locals = new Addresses();

    TcpAsker(InetSocketAddress address, RunClock clock) {
        this.address = address;
        this.clock = clock;
        this.exchanges = new Exchanges(Addresses.text(address), clock);
    }

    /** Nothing to do: connecting is the question. */
    @Override
    public void connect(Duration within) {}

    @Override
    public CompletableFuture<Answer> ask(Duration within) {
        long deadline = clock.nanos() + within.toNanos();
        return exchanges.start(() -> exchange(deadline, within));
    }

    private Answer exchange(long deadline, Duration within) {
        long start = clock.nanos();
        try (Wire wire = Wire.open(address, clock, deadline)) {
            locals.add(wire.localAddress());
            return exchanges.answer(start, true, "connected", wire.localAddress());
        } catch (IOException e) {
            return exchanges.failed(start, Exchanges.reason(e, within), "");
        }
    }

    @Override
    public Set<String> localAddresses() {
        return locals.all();
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
