package dev.blackstart.fault.process;

import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.Askers;
import dev.blackstart.exchange.Protocol;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The replica's own readiness question, asked directly. Not asked at all where the replica has none, or only one that its operating
 * system answers for it, as a TCP handshake.
 */
final class DirectQuestion implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);

    private final MeterContext run;
    private final Optional<Readiness> readiness;
    private final Replica replica;
    private @Nullable Asker asker;
    private @Nullable InetSocketAddress asked;
    private boolean closed;

    DirectQuestion(Replica replica, MeterContext run) {
        this.replica = replica;
        this.run = run;
        this.readiness = replica.readiness().filter(ready -> ready.question().protocol() != Protocol.TCP);
    }

    /** Connects before the fault; blocks for at most a second. */
    void connect() {
        Asker opened = asker();
        if (opened != null) {
            opened.connect(CONNECT_WITHIN);
        }
    }

    /** The asker; null where there is nothing to ask. A container that was started again may be elsewhere. */
    synchronized @Nullable Asker asker() {
        if (closed || readiness.isEmpty()) {
            return asker;
        }
        InetSocketAddress address = replica.address(readiness.get().question().port());
        if (!address.equals(asked)) {
            if (asker != null) {
                asker.close();
            }
            asker = Askers.open(readiness.get().question(), address, run.clock(), run.ends());
            asked = address;
        }
        return asker;
    }

    /** Asks and waits; empty where there is nothing to ask. */
    Optional<Answer> ask(Duration within) {
        Asker open = asker();
        if (open == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(run.cancellation().await(open.ask(within), within.multipliedBy(2)));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of(
                    new Answer(run.clock().instant(), within, false, false, "no answer: " + e.getMessage(), ""));
        }
    }

    @Override
    public void close() {
        Asker open;
        synchronized (this) {
            closed = true;
            open = asker;
            asker = null;
        }
        if (open != null) {
            open.close();
        }
    }
}
