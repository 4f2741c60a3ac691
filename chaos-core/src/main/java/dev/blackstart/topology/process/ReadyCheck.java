package dev.blackstart.topology.process;

import dev.blackstart.document.Durations;
import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.Askers;
import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.TopologyFailed;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Waits for a replica that has just been started. */
final class ReadyCheck {
    private static final Duration ASK = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(30);
    private static final int LAST_LINES = 20;

    private ReadyCheck() {}

    /**
     * Asks the replica directly until it answers; one that declares no readiness is ready at once.
     *
     * @return how long it took
     * @throws TopologyFailed if it ends or is not ready in time; the message's first line says so, the others are its last
     */
    static Duration await(Replica replica, RunClock clock, Cancellation cancellation) {
        long started = clock.nanos();
        Readiness readiness = replica.readiness().orElse(null);
        if (readiness == null) {
            return Duration.ZERO;
        }
        InetSocketAddress address = replica.address(readiness.question().port());
        String last = "not asked";
        try (Asker asker = Askers.open(readiness.question(), address, clock, new OwnEnds())) {
            while (clock.nanos() - started < readiness.within().toNanos()) {
                CompletableFuture<Answer> answer = asker.ask(ASK);
                // A replica that ends need not be waited for until the answer's time is up.
                cancellation.await(CompletableFuture.anyOf(answer, replica.exit()), ASK.multipliedBy(2));
                if (replica.exit().isDone()) {
                    throw new TopologyFailed(replica.ref() + " ended with status "
                            + replica.exit().join() + " before it was ready" + lastLines(replica));
                }
                if (answer.isDone()) {
                    if (answer.join().ok()) {
                        return Duration.ofNanos(clock.nanos() - started);
                    }
                    last = answer.join().detail();
                }
                cancellation.sleep(BETWEEN);
            }
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            throw new TopologyFailed(
                    replica.ref() + " could not be asked whether it is ready (" + readiness.question() + "): " + e);
        }
        throw new TopologyFailed(replica.ref() + " was not ready within " + Durations.format(readiness.within()) + " ("
                + readiness.question() + ", asked at 127.0.0.1:" + address.getPort() + ": " + last + ")"
                + lastLines(replica));
    }

    private static String lastLines(Replica replica) {
        List<String> lines = replica.lastLogLines(LAST_LINES);
        return lines.isEmpty() ? "; it wrote nothing" : "\nits last lines:\n    " + String.join("\n    ", lines);
    }
}
