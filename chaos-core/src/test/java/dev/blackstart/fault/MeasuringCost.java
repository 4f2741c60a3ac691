package dev.blackstart.fault;

import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.Latency;
import dev.blackstart.fault.network.LatencyDriver;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What measuring a fault costs the system: the same load through the same link, in turn with and without somebody who measures, and
 * no fault. Prints a line of CSV for each round; see {@code bench/measuring}.
 */
public final class MeasuringCost {
    private static final int RATE = 40;
    private static final Duration EACH = Duration.ofSeconds(3);

    private MeasuringCost() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
        try (TwoServices topology = new TwoServices()) {
            InetSocketAddress link = topology.link(TwoServices.LINK).listener();
            URI uri = URI.create("http://" + link.getHostString() + ":" + link.getPort() + "/");
            HttpClient client = HttpClient.newHttpClient();
            for (int warm = 0; warm < 10; warm++) {
                load(client, uri);
            }
            System.out.println("round,unmeasured_ms,measured_ms");
            for (int round = 1; round <= rounds; round++) {
                boolean measuredFirst = round % 2 == 0;
                double first = measuredFirst ? measured(topology, client, uri, scheduler) : load(client, uri);
                double second = measuredFirst ? load(client, uri) : measured(topology, client, uri, scheduler);
                System.out.printf(
                        Locale.ROOT,
                        "%d,%.4f,%.4f%n",
                        round,
                        measuredFirst ? second : first,
                        measuredFirst ? first : second);
            }
        } finally {
            scheduler.shutdownNow();
        }
    }

    private static double measured(TwoServices topology, HttpClient client, URI uri, ScheduledExecutorService scheduler)
            throws Exception {
        LatencyDriver driver = new LatencyDriver();
        Prepared<Latency> prepared = driver.prepare(
                new FaultId("f1"),
                new Latency(Duration.ofMillis(300), Duration.ZERO, Direction.RESPONSE),
                Targets.now(topology, TwoServices.LINK));
        EventSink nobody = new EventSink() {
            @Override
            public void add(Event event) {}

            @Override
            public void add(Instant at, Event event) {}
        };
        MeterContext context = new MeterContext(
                nobody, new RunClock(), new Cancellation(), scheduler, new dev.blackstart.exchange.OwnEnds(), Pace.RUN);
        try (Meter meter = driver.meter(prepared, context)) {
            meter.before();
            meter.during();
            return load(client, uri);
        }
    }

    /** The median of what the answers took, in milliseconds, from when each request was due. */
    private static double load(HttpClient client, URI uri) throws Exception {
        int count = (int) (RATE * EACH.toSeconds());
        double[] took = new double[count];
        List<java.util.concurrent.CompletableFuture<Void>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * 1_000_000_000L / RATE;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                java.util.concurrent.locks.LockSupport.parkNanos(left);
            }
            int at = i;
            answers.add(client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .thenAccept(answer -> took[at] = (System.nanoTime() - due) / 1e6));
        }
        for (var answer : answers) {
            answer.get();
        }
        Arrays.sort(took);
        return took[count / 2];
    }
}
