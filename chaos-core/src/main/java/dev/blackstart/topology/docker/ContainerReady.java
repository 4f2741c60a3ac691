package dev.blackstart.topology.docker;

import dev.blackstart.document.Durations;
import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.Askers;
import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.exchange.Protocol;
import dev.blackstart.exchange.Question;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.TopologyFailed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a container that has just been started. To connect to a published port is not enough: an engine accepts for a server that is
 * not there yet, and closes the connection at once.
 */
final class ContainerReady {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration ASK = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(30);
    private static final int STAYS_MILLIS = 150;
    private static final int LAST_LINES = 20;

    private ContainerReady() {}

    /** What a container is asked of which nobody says more. */
    static Readiness listening(int port) {
        return new Readiness(new Question(Protocol.TCP, port, ""), READY_WITHIN);
    }

    /** @throws TopologyFailed if it ends or is not ready in time; the message has its last lines */
    static void await(TestContainer container, RunClock clock, Cancellation cancellation) {
        Optional<Readiness> declared = container.readiness();
        if (declared.isEmpty()) {
            return;
        }
        Readiness readiness = declared.get();
        long started = clock.nanos();
        while (!isReady(container, readiness.question(), clock, cancellation)) {
            if (!container.isRunning()) {
                throw failed(container, "ended with status " + container.exit().getNow(-1) + " before it was ready");
            }
            if (clock.nanos() - started > readiness.within().toNanos()) {
                throw failed(
                        container,
                        "was not ready within " + Durations.format(readiness.within()) + " (" + readiness.question()
                                + ")");
            }
            cancellation.sleep(BETWEEN);
        }
    }

    private static boolean isReady(
            TestContainer container, Question question, RunClock clock, Cancellation cancellation) {
        InetSocketAddress address = container.address(question.port());
        if (question.protocol() == Protocol.TCP) {
            return listens(address);
        }
        try (Asker asker = Askers.open(question, address, clock, new OwnEnds())) {
            return cancellation.await(asker.ask(ASK), ASK.multipliedBy(2)).ok();
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    private static boolean listens(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) ASK.toMillis());
            socket.setSoTimeout(STAYS_MILLIS);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException stays) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static TopologyFailed failed(TestContainer container, String why) {
        return new TopologyFailed("container '" + container.ref().service() + "' " + why + "\nits last lines:\n    "
                + String.join("\n    ", container.lastLogLines(LAST_LINES)));
    }
}
