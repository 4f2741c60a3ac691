package dev.blackstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Latency as a client and a server on both ends measure it.
 *
 * <p>Medians are printed and not judged: beside a busy build they are the machine's. The fastest tenth shows what the proxy
 * itself adds.
 */
class LatencyIT {

    private static final long MILLI = 1_000_000;

    private Wire wire;
    private int port;

    @BeforeEach
    void open() throws IOException {
        wire = new Wire();
        port = wire.proxy("p");
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
    }

    private void latency(String name, int millis) {
        wire.toxic("p", "{\"name\":\"" + name + "\",\"type\":\"latency\",\"attributes\":{\"latency\":" + millis + "}}");
    }

    /** Sends timestamps from the server every two milliseconds; how long each took, in microseconds, sorted. */
    private long[] oneWay(Wire.Pair pair, int count) throws Exception {
        DataInputStream in = new DataInputStream(pair.client().getInputStream());
        Thread sender = new Thread(() -> {
            try {
                DataOutputStream out = new DataOutputStream(pair.server().getOutputStream());
                long next = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    next += 2 * MILLI;
                    while (next - System.nanoTime() > 0) {
                        LockSupport.parkNanos(next - System.nanoTime());
                    }
                    out.writeLong(System.nanoTime());
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        sender.start();
        long[] micros = new long[count];
        for (int i = 0; i < count; i++) {
            long sent = in.readLong();
            micros[i] = (System.nanoTime() - sent) / 1_000;
        }
        sender.join();
        Arrays.sort(micros);
        return micros;
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50})
    void latency_chunksEveryTwoMillis_neverEarlyAndLessThanAMillisLate(int millis) throws Exception {
        // Given
        Wire.Pair pair = wire.connect(port);
        long[] base = oneWay(pair, 300);
        latency("l", millis);
        // When
        long[] micros = oneWay(pair, 300);
        // Then
        long error = micros[150] - base[150] - millis * 1_000L;
        System.out.printf(
                "latency %d ms: base p50 %d us; min %d p50 %d p99 %d us; error p50 %d us%n",
                millis, base[150], micros[0], micros[150], micros[297], error);
        assertThat(micros[0]).isGreaterThanOrEqualTo(millis * 1_000L);
        assertThat(micros[30] - base[30] - millis * 1_000L).isLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50})
    void latency_oneChunkAtATime_neverEarlyAndLessThanAMillisLate(int millis) throws Exception {
        // Given: an otherwise idle event loop, which nothing but its own alarm wakes
        Wire.Pair pair = wire.connect(port);
        long base = oneByOne(pair, 50, millis)[25]; // as idle between chunks as under the toxic
        latency("l", millis);
        // When
        long[] micros = oneByOne(pair, 50, 0);
        // Then
        long error = micros[25] - base - millis * 1_000L;
        System.out.printf(
                "latency %d ms one by one: base %d; min %d; error p50 %d us%n", millis, base, micros[0], error);
        assertThat(micros[0]).isGreaterThanOrEqualTo(millis * 1_000L);
        assertThat(micros[5] - base - millis * 1_000L).isLessThan(1_000);
    }

    private static long[] oneByOne(Wire.Pair pair, int count, int gapMillis) throws IOException {
        long[] micros = new long[count];
        for (int i = 0; i < count; i++) {
            // An odd rest, so that deadlines fall anywhere within a millisecond.
            LockSupport.parkNanos(gapMillis * MILLI + 370_000 + 130_000L * (i % 7));
            long sent = System.nanoTime();
            pair.server().getOutputStream().write(1);
            pair.client().getInputStream().read();
            micros[i] = (System.nanoTime() - sent) / 1_000;
        }
        Arrays.sort(micros);
        return micros;
    }

    @Test
    void latency_twoChained_addUpForEveryChunk() throws Exception {
        // Given
        latency("first", 100);
        latency("second", 100);
        Wire.Pair pair = wire.connect(port);
        // When
        long[] micros = oneWay(pair, 100);
        // Then
        System.out.printf("2 x 100 ms: min %d p50 %d max %d us%n", micros[0], micros[50], micros[99]);
        assertThat(micros[0]).isGreaterThanOrEqualTo(200_000);
        assertThat(micros[10]).isLessThan(203_000);
    }

    @ParameterizedTest
    @CsvSource({"upstream,50", "downstream,50"})
    void latency_ofOneDirection_leavesTheOtherAlone(String stream, int millis) throws Exception {
        // Given
        wire.toxic(
                "p",
                "{\"type\":\"latency\",\"stream\":\"" + stream + "\",\"attributes\":{\"latency\":" + millis + "}}");
        Wire.Pair pair = wire.connect(port);
        // When
        long sentUp = System.nanoTime();
        pair.client().getOutputStream().write(1);
        pair.server().getInputStream().read();
        long up = System.nanoTime() - sentUp;
        long sentDown = System.nanoTime();
        pair.server().getOutputStream().write(1);
        pair.client().getInputStream().read();
        long down = System.nanoTime() - sentDown;
        // Then
        long slow = stream.equals("upstream") ? up : down;
        long fast = stream.equals("upstream") ? down : up;
        assertThat(slow).isGreaterThanOrEqualTo(millis * MILLI);
        assertThat(fast).isLessThan(slow);
    }

    @Test
    void latency_removedWhileHolding_releasesAtOnceAndInOrder() throws Exception {
        // Given
        latency("l", 60_000);
        Wire.Pair pair = wire.connect(port);
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pair.server().getOutputStream().write(i);
            sent.add(i);
        }
        Waiting.until(() -> Waiting.held(wire, "p", "downstream") == 100);
        // When
        long start = System.nanoTime();
        assertThat(wire.api.delete("/proxies/p/toxics/l").status()).isEqualTo(204);
        List<Integer> received = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            received.add(pair.client().getInputStream().read());
        }
        // Then
        assertThat(received).isEqualTo(sent);
        assertThat(System.nanoTime() - start).isLessThan(1_000 * MILLI);
    }

    @Test
    void latency_withAToxicAddedBehind_keepsItsDeadline() throws Exception {
        // Given
        latency("l", 400);
        Wire.Pair pair = wire.connect(port);
        long sent = System.nanoTime();
        pair.server().getOutputStream().write(1);
        Waiting.until(() -> Waiting.held(wire, "p", "downstream") == 1);
        // When
        wire.toxic("p", "{\"type\":\"noop\"}");
        pair.client().getInputStream().read();
        // Then
        assertThat(System.nanoTime() - sent).isBetween(400 * MILLI, 2_000 * MILLI);
    }

    @Test
    void latency_loweredWhileHolding_isTimedAnewFromTheArrival() throws Exception {
        // Given
        latency("l", 60_000);
        Wire.Pair pair = wire.connect(port);
        long sent = System.nanoTime();
        pair.server().getOutputStream().write(1);
        Waiting.until(() -> Waiting.held(wire, "p", "downstream") == 1);
        // When
        wire.api.post("/proxies/p/toxics/l", "{\"attributes\":{\"latency\":300}}");
        pair.client().getInputStream().read();
        // Then
        assertThat(System.nanoTime() - sent).isBetween(300 * MILLI, 2_000 * MILLI);
    }

    @Test
    void end_behindDelayedData_followsIt() throws Exception {
        // Given
        latency("l", 300);
        Wire.Pair pair = wire.connect(port);
        long sent = System.nanoTime();
        // When
        pair.server().getOutputStream().write(1);
        pair.server().shutdownOutput();
        int data = pair.client().getInputStream().read();
        int end = pair.client().getInputStream().read();
        // Then
        assertThat(data).isEqualTo(1);
        assertThat(end).isEqualTo(-1);
        assertThat(System.nanoTime() - sent).isGreaterThanOrEqualTo(300 * MILLI);
    }

    @Test
    void delays_ofDeliveredAndHeldChunks_tellMicrosAndNull() throws Exception {
        // Given
        latency("l", 20);
        Wire.Pair pair = wire.connect(port);
        pair.server().getOutputStream().write(1);
        pair.client().getInputStream().read();
        wire.api.post("/proxies/p/toxics/l", "{\"attributes\":{\"latency\":60000}}");
        // When
        pair.server().getOutputStream().write(2);
        Waiting.until(() -> wire.delays("p").size() == 2);
        // Then
        var delivered = wire.delays("p").get(0).getAsJsonObject();
        var held = wire.delays("p").get(1).getAsJsonObject();
        assertThat(delivered.get("micros").getAsLong()).isBetween(20_000L, 1_000_000L);
        assertThat(delivered.get("bytes").getAsInt()).isEqualTo(1);
        assertThat(delivered.get("source").getAsString()).isEqualTo(pair.source());
        assertThat(delivered.get("direction").getAsString()).isEqualTo("downstream");
        assertThat(held.get("micros").isJsonNull()).isTrue();
        String since = held.get("at").getAsString();
        assertThat(since).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(wire.api.get("/proxies/p/delays?since=" + since).body()).isEqualTo("[" + held + "]");
    }
}
