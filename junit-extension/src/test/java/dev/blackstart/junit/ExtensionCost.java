package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * What the extension costs a test, and how fast a fault is there; samples on stdout. See {@code bench/extension}. Takes the number of
 * rounds. What is felt is told by plain sockets.
 */
final class ExtensionCost {
    private static final int TESTS = 200;

    /** How many answers come before the fault. */
    private static final int USUAL = 100;

    private static final PrintStream OUT = System.out;

    private ExtensionCost() {}

    static class Plain {
        @RepeatedTest(TESTS)
        void test() {}
    }

    @WithChaos
    static class Extended {
        @RepeatedTest(TESTS)
        void test() {}
    }

    @WithChaos
    static class Given {
        @RepeatedTest(TESTS)
        void test(Chaos chaos) {}
    }

    @WithChaos(requireEvidence = false)
    static class Faulted {
        static final Deque<Long> LINK_READY = new ArrayDeque<>();
        static final Deque<Long> FELT = new ArrayDeque<>();

        @RepeatedTest(3)
        void test(Chaos chaos) throws IOException, InterruptedException {
            try (EchoServer server = new EchoServer()) {
                long start = System.nanoTime();
                Endpoint through = chaos.link("client->server", "127.0.0.1", server.port());
                LINK_READY.add(System.nanoTime() - start);
                felt(chaos, through);
            }
        }

        /** From the call that injects it until a client sends what will be late. */
        @SuppressWarnings("try")
        private static void felt(Chaos chaos, Endpoint through) throws IOException, InterruptedException {
            AtomicLong lateSince = new AtomicLong();
            CountDownLatch underWay = new CountDownLatch(USUAL);
            Thread client = new Thread(() -> lateSince.set(firstLate(through, underWay)), "client");
            client.start();
            underWay.await();
            long start = System.nanoTime();
            try (InjectedFault fault =
                    chaos.inject(latency(Duration.ofMillis(200)).on("client->server"))) {
                client.join(5_000);
            }
            FELT.add(lateSince.get() - start);
        }

        /** When the first byte was sent that came back after more than 150 ms. */
        private static long firstLate(Endpoint through, CountDownLatch underWay) {
            try (Socket socket = new Socket(through.host(), through.port())) {
                socket.setTcpNoDelay(true);
                while (true) {
                    long sent = System.nanoTime();
                    socket.getOutputStream().write(7);
                    socket.getInputStream().read();
                    underWay.countDown();
                    if (System.nanoTime() - sent > 150_000_000) {
                        // Once more, for the evidence: this one may have been met before anybody looked.
                        socket.getOutputStream().write(7);
                        socket.getInputStream().read();
                        return sent;
                    }
                }
            } catch (IOException e) {
                return Long.MAX_VALUE;
            }
        }
    }

    private static double millisPerTest(Class<?> tests, int count) {
        long start = System.nanoTime();
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(count));
        return (System.nanoTime() - start) / 1e6 / count;
    }

    public static void main(String[] arguments) {
        OUT.println("what,ms");
        for (int round = 0; round < Integer.parseInt(arguments[0]); round++) {
            OUT.println("plain test," + millisPerTest(Plain.class, TESTS));
            OUT.println("test with the extension," + millisPerTest(Extended.class, TESTS));
            OUT.println("test that takes a Chaos," + millisPerTest(Given.class, TESTS));
            millisPerTest(Faulted.class, 3);
            Faulted.LINK_READY.forEach(nanos -> OUT.println("link ready," + nanos / 1e6));
            Faulted.FELT.forEach(nanos -> OUT.println("fault felt," + nanos / 1e6));
            Faulted.LINK_READY.clear();
            Faulted.FELT.clear();
        }
    }
}
