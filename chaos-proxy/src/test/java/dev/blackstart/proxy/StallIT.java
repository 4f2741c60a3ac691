package dev.blackstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bandwidth, and its rate 0, the stall. */
class StallIT {

    private static final long MILLI = 1_000_000;
    private static final String STALL =
            "{\"name\":\"%s\",\"type\":\"bandwidth\",\"stream\":\"%s\",\"attributes\":{\"rate\":0}}";

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

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(11).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<Void> send(Socket socket, byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void stall_onOpenAndNewConnections_deliversEveryByteInOrderWhenRemoved() throws Exception {
        // Given
        byte[] sent = bytes(200_000);
        Wire.Pair open = wire.connect(port);
        open.client().getOutputStream().write(sent, 0, 1_000);
        byte[] before = open.server().getInputStream().readNBytes(1_000);
        wire.toxic("p", String.format(STALL, "s", "upstream"));
        Wire.Pair fresh = wire.connect(port);
        var openSending = send(open.client(), Arrays.copyOfRange(sent, 1_000, sent.length));
        var freshSending = send(fresh.client(), sent);
        Waiting.until(() -> Waiting.held(wire, "p", "upstream") == 2 * sent.length - 1_000);
        int arrivedEarly = open.server().getInputStream().available()
                + fresh.server().getInputStream().available();
        // When
        wire.api.delete("/proxies/p/toxics/s");
        byte[] after = open.server().getInputStream().readAllBytes();
        byte[] all = fresh.server().getInputStream().readAllBytes();
        // Then
        assertThat(arrivedEarly).isZero();
        assertThat(before).isEqualTo(Arrays.copyOf(sent, 1_000));
        assertThat(after).isEqualTo(Arrays.copyOfRange(sent, 1_000, sent.length));
        assertThat(all).isEqualTo(sent);
        openSending.join();
        freshSending.join();
    }

    @Test
    void stall_withASenderThatNeverStops_holdsAMegabyteAndDeliversAllLater() throws Exception {
        // Given
        byte[] sent = bytes(16 << 20);
        wire.toxic("p", String.format(STALL, "s", "downstream"));
        Wire.Pair pair = wire.connect(port);
        // When
        var sending = send(pair.server(), sent);
        Waiting.until(() -> Waiting.held(wire, "p", "downstream") >= 900_000);
        long most = 0;
        for (int i = 0; i < 20; i++) {
            most = Math.max(most, Waiting.held(wire, "p", "downstream"));
        }
        wire.api.delete("/proxies/p/toxics/s");
        byte[] received = pair.client().getInputStream().readAllBytes();
        // Then
        assertThat(most).isBetween(900_000L, (1L << 20) + (1 << 16));
        assertThat(received).isEqualTo(sent);
        sending.join();
    }

    @Test
    void stall_floodedWithSingleBytes_staysWithinItsMemory() throws Exception {
        // Given
        wire.toxic("p", String.format(STALL, "s", "upstream"));
        Wire.Pair pair = wire.connect(port);
        // When
        var sending = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 20_000; i++) {
                    pair.client().getOutputStream().write(i);
                }
                pair.client().shutdownOutput();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        sending.join();
        long chunks = Waiting.sum(wire, "p", "upstream", "chunks");
        wire.api.post("/reset", "");
        byte[] received = pair.server().getInputStream().readAllBytes();
        // Then
        assertThat(chunks).isLessThanOrEqualTo((1 << 20) / 256 + 1);
        assertThat(received).hasSize(20_000);
        for (int i = 0; i < received.length; i++) {
            assertThat(received[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void stall_ofBothDirections_holdsTheEndToo() throws Exception {
        // Given
        Wire.Pair pair = wire.connect(port);
        wire.toxic("p", String.format(STALL, "up", "upstream"));
        wire.toxic("p", String.format(STALL, "down", "downstream"));
        // When
        pair.client().shutdownOutput();
        pair.server().setSoTimeout(200);
        boolean silent = false;
        try {
            pair.server().getInputStream().read();
        } catch (java.net.SocketTimeoutException e) {
            silent = true;
        }
        wire.api.delete("/proxies/p/toxics/up");
        // Then
        assertThat(silent).isTrue();
        assertThat(pair.server().getInputStream().read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 20_000})
    void bandwidth_ofARate_takesThatLong(int rate) throws Exception {
        // Given
        wire.toxic("p", "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":" + rate + "}}");
        Wire.Pair pair = wire.connect(port);
        byte[] sent = bytes(rate * 500);
        // When
        long start = System.nanoTime();
        var sending = send(pair.server(), sent);
        byte[] received = pair.client().getInputStream().readAllBytes();
        long took = System.nanoTime() - start;
        // Then
        System.out.printf("bandwidth %d KB/s: 500 ms took %.3f ms%n", rate, took / 1e6);
        assertThat(received).isEqualTo(sent);
        assertThat(took).isBetween(499 * MILLI, 800 * MILLI);
        sending.join();
    }

    @Test
    void bandwidth_raisedAfterAStall_givesNoCreditForTheTimeStalled() throws Exception {
        // Given
        wire.toxic("p", String.format(STALL, "s", "downstream"));
        Wire.Pair pair = wire.connect(port);
        var sending = send(pair.server(), bytes(50_000));
        Waiting.until(() -> Waiting.held(wire, "p", "downstream") == 50_000);
        long stalled = System.nanoTime();
        Waiting.until(() -> System.nanoTime() - stalled > 300 * MILLI);
        // When
        long start = System.nanoTime();
        wire.api.post("/proxies/p/toxics/s", "{\"attributes\":{\"rate\":100}}");
        pair.client().getInputStream().readAllBytes();
        // Then
        assertThat(System.nanoTime() - start).isBetween(499 * MILLI, 800 * MILLI);
        sending.join();
    }

    @Test
    void toxics_addedAndRemovedUnderTraffic_loseNothing() throws Exception {
        // Given
        Wire.Pair pair = wire.connect(port);
        byte[] sent = bytes(64 << 20);
        var received = CompletableFuture.supplyAsync(() -> {
            try {
                return pair.client().getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        // When
        var sending = send(pair.server(), sent);
        int changes = 0;
        while (!sending.isDone()) {
            wire.toxic("p", "{\"name\":\"a\",\"type\":\"latency\",\"attributes\":{\"latency\":3,\"jitter\":2}}");
            wire.toxic("p", "{\"name\":\"b\",\"type\":\"bandwidth\",\"attributes\":{\"rate\":200000}}");
            wire.api.post("/proxies/p/toxics/a", "{\"attributes\":{\"latency\":1}}");
            wire.api.delete("/proxies/p/toxics/a");
            wire.api.delete("/proxies/p/toxics/b");
            changes++;
        }
        // Then
        assertThat(received.join()).isEqualTo(sent);
        assertThat(changes).isGreaterThan(2);
    }
}
