package dev.blackstart.exchange;

import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A connection that opens is the answer; it is closed at once. */
final class TcpAsker implements Asker {
    private final InetSocketAddress address;
    private final RunClock clock;
    private final Exchanges exchanges;
    private final OwnEnds ends;

    TcpAsker(InetSocketAddress address, RunClock clock, OwnEnds ends) {
        this.address = address;
        this.clock = clock;
        this.ends = ends;
        this.exchanges = new Exchanges(OwnEnds.text(address), clock);
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
        try (Wire wire = Wire.open(address, clock, deadline, ends)) {
            return exchanges.answer(start, true, "connected", wire.localAddress());
        } catch (IOException e) {
            return exchanges.failed(start, Exchanges.reason(e, within), "");
        }
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
