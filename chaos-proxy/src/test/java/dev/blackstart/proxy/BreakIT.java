package dev.blackstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Toxics that break a connection, hold its end or cut it into pieces, as both ends see it. */
class BreakIT {

    private static final long MILLI = 1_000_000;
    private static final int QUIET_MILLIS = 300;

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

    private void toxic(String type, String attributes) {
        toxic(type, attributes, "");
    }

    private void toxic(String type, String attributes, String more) {
        wire.toxic("p", "{\"name\":\"t\",\"type\":\"" + type + "\",\"attributes\":{" + attributes + "}" + more + "}");
    }

    private void remove() {
        assertThat(wire.api.delete("/proxies/p/toxics/t").status()).isEqualTo(204);
    }

    /** What comes next: a byte, or in words how the connection ended, or that it is silent. */
    private static String next(Socket socket) throws IOException {
        return next(socket, Wire.TIMEOUT_MILLIS);
    }

    private static String next(Socket socket, int patienceMillis) throws IOException {
        socket.setSoTimeout(patienceMillis);
        try {
            int read = socket.getInputStream().read();
            return read < 0 ? "end" : String.valueOf(read);
        } catch (SocketTimeoutException e) {
            return "silent";
        } catch (SocketException e) {
            return String.valueOf(e.getMessage()).startsWith("Connection reset") ? "reset" : "failed: " + e;
        }
    }

    private String ended(int index) {
        Waiting.until(() -> !connection(index).get("closed").isJsonNull());
        return connection(index).get("ended").getAsString();
    }

    private JsonObject connection(int index) {
        JsonArray all = wire.connections("p").getAsJsonArray("connections");
        return all.get(index).getAsJsonObject();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 150})
    void resetPeer_theFirstChunk_resetsBothSidesAfterTheTimeout(int millis) throws Exception {
        // Given: a connection from before
        Wire.Pair pair = wire.connect(port);
        pair.server().getOutputStream().write(1);
        String before = next(pair.client());
        toxic("reset_peer", "\"timeout\":" + millis);
        // When
        long start = System.nanoTime();
        pair.server().getOutputStream().write(2);
        String client = next(pair.client());
        long took = System.nanoTime() - start;
        // Then
        assertThat(before).isEqualTo("1");
        assertThat(client).isEqualTo("reset");
        assertThat(next(pair.server())).isEqualTo("reset");
        assertThat(took).isBetween(millis * MILLI, (millis + 1_000) * MILLI);
        assertThat(ended(0)).isEqualTo("reset");
    }

    @Test
    void resetPeer_onANewConnection_leavesItAloneUntilItsOwnDirectionSendsSomething() throws Exception {
        // Given
        toxic("reset_peer", "\"timeout\":0");
        Wire.Pair pair = wire.connect(port);
        // When
        pair.client().getOutputStream().write(1);
        // Then
        assertThat(next(pair.server())).isEqualTo("1");
        assertThat(next(pair.client(), QUIET_MILLIS)).isEqualTo("silent");
        pair.server().shutdownOutput();
        assertThat(next(pair.client())).isEqualTo("reset");
    }

    @Test
    void resetPeer_thatSparesTheConnection_letsItEndAsUsual() throws Exception {
        // Given
        toxic("reset_peer", "\"timeout\":0", ",\"toxicity\":0");
        Wire.Pair pair = wire.connect(port);
        // When
        pair.server().getOutputStream().write(1);
        pair.server().close();
        // Then
        assertThat(next(pair.client())).isEqualTo("1");
        assertThat(next(pair.client())).isEqualTo("end");
        pair.client().close();
        assertThat(ended(0)).isEqualTo("server");
    }

    @Test
    void resetPeer_removedBeforeItsTimeout_stillResetsWhereAChunkWasDropped() throws Exception {
        // Given
        toxic("reset_peer", "\"timeout\":60000");
        Wire.Pair met = wire.connect(port);
        Wire.Pair idle = wire.connect(port);
        met.server().getOutputStream().write(1);
        Waiting.until(() -> Waiting.sum(wire, "p", "downstream", "bytes") == 1);
        // When
        remove();
        idle.server().getOutputStream().write(2);
        // Then
        assertThat(next(met.client())).isEqualTo("reset");
        assertThat(next(idle.client())).isEqualTo("2");
    }

    @Test
    void timeout_ofASenderWhoFallsSilent_closesBothSidesAfterTheLastChunk() throws Exception {
        // Given
        Wire.Pair pair = wire.connect(port);
        toxic("timeout", "\"timeout\":400");
        long start = System.nanoTime();
        String meanwhile = "";
        for (int i = 0; i < 6; i++) {
            pair.server().getOutputStream().write(i);
            meanwhile += next(pair.client(), 150);
        }
        // When
        pair.server().getOutputStream().write(9);
        long last = System.nanoTime();
        String client = next(pair.client());
        long now = System.nanoTime();
        // Then
        assertThat(meanwhile).isEqualTo("silent".repeat(6));
        assertThat(client).isEqualTo("end");
        assertThat(now - last).isBetween(395 * MILLI, 2_000 * MILLI);
        assertThat(last - start).isGreaterThan(400 * MILLI);
        assertThat(next(pair.server())).isEqualTo("end");
        assertThat(ended(0)).isEqualTo("proxy");
    }

    @Test
    void timeout_ofAnIdleConnection_closesIt() throws Exception {
        // Given
        toxic("timeout", "\"timeout\":200");
        long start = System.nanoTime();
        Wire.Pair pair = wire.connect(port);
        // When
        String server = next(pair.server());
        // Then
        assertThat(server).isEqualTo("end");
        assertThat(System.nanoTime() - start).isBetween(200 * MILLI, 2_000 * MILLI);
    }

    @Test
    void timeout_ofZero_dropsOneWayUntilRemovedAndThenCloses() throws Exception {
        // Given
        toxic("timeout", "\"timeout\":0");
        Wire.Pair pair = wire.connect(port);
        pair.server().getOutputStream().write(1);
        pair.client().getOutputStream().write(2);
        String up = next(pair.server());
        String down = next(pair.client(), QUIET_MILLIS);
        // When
        remove();
        // Then
        assertThat(up).isEqualTo("2");
        assertThat(down).isEqualTo("silent");
        assertThat(next(pair.client())).isEqualTo("end");
        assertThat(next(pair.server())).isEqualTo("end");
    }

    @Test
    void timeout_thatSparesTheConnection_keepsItOpenWhenRemoved() throws Exception {
        // Given
        toxic("timeout", "\"timeout\":0", ",\"toxicity\":0");
        Wire.Pair pair = wire.connect(port);
        // When
        remove();
        pair.server().getOutputStream().write(1);
        // Then
        assertThat(next(pair.client())).isEqualTo("1");
    }

    @Test
    void timeout_thatNoLongerTouchesTheConnection_closesItBecauseBytesAreMissing() throws Exception {
        // Given
        toxic("timeout", "\"timeout\":0");
        Wire.Pair pair = wire.connect(port);
        pair.server().getOutputStream().write(1);
        Waiting.until(() -> Waiting.sum(wire, "p", "downstream", "bytes") == 1);
        // When
        wire.api.post("/proxies/p/toxics/t", "{\"toxicity\":0}");
        // Then
        assertThat(next(pair.client())).isEqualTo("end");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 1_000_000})
    void limitData_ofManyBytes_passesExactlySoMany(int bytes) throws Exception {
        // Given
        toxic("limit_data", "\"bytes\":" + bytes);
        Wire.Pair pair = wire.connect(port);
        Thread sender = new Thread(() -> {
            try {
                pair.server().getOutputStream().write(new byte[bytes + 5_000]);
            } catch (IOException e) {
                // The connection ends under it, as it should.
            }
        });
        sender.start();
        // When
        int received = 0;
        InputStream in = pair.client().getInputStream();
        while (in.read() >= 0) {
            received++;
        }
        sender.join();
        // Then
        assertThat(received).isEqualTo(bytes);
        assertThat(ended(0)).isEqualTo("proxy");
    }

    @Test
    void limitData_reachedExactly_closesAtOnce() throws Exception {
        // Given
        toxic("limit_data", "\"bytes\":3");
        Wire.Pair pair = wire.connect(port);
        // When
        pair.server().getOutputStream().write(new byte[3]);
        byte[] received = pair.client().getInputStream().readAllBytes();
        // Then
        assertThat(received).hasSize(3);
        assertThat(next(pair.server())).isEqualTo("end");
    }

    @Test
    void limitData_raised_countsWhatHasPassed() throws Exception {
        // Given
        toxic("limit_data", "\"bytes\":10");
        Wire.Pair pair = wire.connect(port);
        pair.server().getOutputStream().write(new byte[7]);
        byte[] first = pair.client().getInputStream().readNBytes(7);
        // When
        wire.api.post("/proxies/p/toxics/t", "{\"attributes\":{\"bytes\":12}}");
        pair.server().getOutputStream().write(new byte[9]);
        // Then
        assertThat(first).hasSize(7);
        assertThat(pair.client().getInputStream().readAllBytes()).hasSize(5);
    }

    @Test
    void slowClose_holdsTheEndOfItsDirectionOnly() throws Exception {
        // Given
        toxic("slow_close", "\"delay\":400");
        Wire.Pair slow = wire.connect(port);
        Wire.Pair other = wire.connect(port);
        // When
        long start = System.nanoTime();
        slow.server().getOutputStream().write(1);
        slow.server().close();
        other.client().close();
        String end = next(other.server());
        long atOnce = System.nanoTime() - start;
        String data = next(slow.client());
        long early = System.nanoTime() - start;
        String late = next(slow.client());
        long took = System.nanoTime() - start;
        // Then
        assertThat(List.of(data, late, end)).containsExactly("1", "end", "end");
        assertThat(Math.max(atOnce, early)).isLessThan(400 * MILLI);
        assertThat(took).isBetween(400 * MILLI, 1_400 * MILLI);
    }

    @Test
    void slowClose_removed_letsTheEndGo() throws Exception {
        // Given
        toxic("slow_close", "\"delay\":60000");
        Wire.Pair pair = wire.connect(port);
        pair.server().close();
        String held = next(pair.client(), QUIET_MILLIS);
        // When
        remove();
        // Then
        assertThat(held).isEqualTo("silent");
        assertThat(next(pair.client())).isEqualTo("end");
    }

    @Test
    void slicer_withARest_comesInSmallPiecesOneAfterTheOther() throws Exception {
        // Given
        toxic("slicer", "\"average_size\":10,\"size_variation\":3,\"delay\":5000");
        Wire.Pair pair = wire.connect(port);
        byte[] sent = new byte[200];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) i;
        }
        // When
        long start = System.nanoTime();
        pair.server().getOutputStream().write(sent);
        List<Integer> reads = new ArrayList<>();
        byte[] received = new byte[sent.length];
        for (int at = 0; at < sent.length; at += reads.get(reads.size() - 1)) {
            reads.add(pair.client().getInputStream().read(received, at, sent.length - at));
        }
        long took = System.nanoTime() - start;
        // Then: at least so many pieces must there be, though a late reader may find two at once
        assertThat(received).isEqualTo(sent);
        assertThat(took).isGreaterThanOrEqualTo((200 / 13 - 1) * 5 * MILLI);
        assertThat(reads).hasSizeGreaterThan(8);
        assertThat(reads.stream().filter(size -> size <= 13).count()).isGreaterThan(reads.size() / 2);
    }

    @Test
    void connections_tellWhoEndedThem() throws Exception {
        // Given
        Wire.Pair byClient = wire.connect(port);
        Wire.Pair byServer = wire.connect(port);
        Wire.Pair byProxy = wire.connect(port);
        // When
        byClient.client().close();
        byServer.server().close();
        next(byServer.client());
        byServer.client().close();
        next(byClient.server());
        byClient.server().close();
        String open = connection(2).get("ended").toString();
        Waiting.until(() -> ended(0).equals("client") && ended(1).equals("server"));
        wire.api.post("/proxies/p", "{\"enabled\":false}");
        // Then
        assertThat(open).isEqualTo("null");
        assertThat(next(byProxy.client())).isEqualTo("end");
        assertThat(ended(2)).isEqualTo("proxy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit_data", "reset_peer"})
    void connections_thatAToxicBroke_leaveNothingBehind(String type) throws Exception {
        // Given
        toxic(type, "\"timeout\":0,\"bytes\":0");
        // When
        for (int i = 0; i < 50; i++) {
            Wire.Pair pair = wire.connect(port);
            pair.server().getOutputStream().write(new byte[1_000]);
            assertThat(next(pair.client())).isIn("end", "reset");
        }
        // Then
        for (int i = 0; i < 50; i++) {
            ended(i);
        }
        assertThat(Waiting.held(wire, "p", "downstream")).isZero();
        assertThat(wire.api.get("/proxies").status()).isEqualTo(200);
    }
}
