package dev.blackstart.container;

import dev.blackstart.time.RunClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One request to an engine, and its answer. It speaks HTTP/1.0, to which a server answers without chunks and ends the connection:
 * everything up to there is the answer. Not for several threads.
 */
final class EngineConnection {
    private static final int MAX_BYTES = 16 << 20;
    private static final int SOME = 1 << 14;

    private final RunClock clock;
    private final SocketChannel channel;
    private final Selector selector;
    private final long deadline;

    private EngineConnection(RunClock clock, SocketChannel channel, Selector selector, Duration within) {
        this.clock = clock;
        this.channel = channel;
        this.selector = selector;
        this.deadline = clock.nanos() + within.toNanos();
    }

    /** What came back: the number of the status line, and what follows the headers. */
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends a request and reads its whole answer. Blocks for so long at most. */
    static Answer exchange(SocketAddress engine, String method, String path, Duration within, RunClock clock)
            throws IOException {
        try (SocketChannel channel = open(engine);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            EngineConnection connection = new EngineConnection(clock, channel, selector, within);
            connection.connect(engine);
            connection.send(request(method, path));
            return answer(connection.receive());
        }
    }

    /** A channel that is not connected yet. */
    static SocketChannel open(SocketAddress engine) throws IOException {
        return engine instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    static ByteBuffer request(String method, String path) {
        return StandardCharsets.US_ASCII.encode(
                method + " " + path + " HTTP/1.0\r\nHost: engine\r\nContent-Length: 0\r\n\r\n");
    }

    private void connect(SocketAddress engine) throws IOException {
        if (!channel.connect(engine)) {
            await(SelectionKey.OP_CONNECT);
            channel.finishConnect();
        }
    }

    private void send(ByteBuffer request) throws IOException {
        while (request.hasRemaining()) {
            if (channel.write(request) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    private byte[] receive() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(SOME);
        int read = channel.read(some);
        while (read >= 0) {
            if (read == 0) {
                await(SelectionKey.OP_READ);
            }
            all.write(some.array(), 0, some.position());
            some.clear();
            if (all.size() > MAX_BYTES) {
                throw new IOException("its answer is longer than " + MAX_BYTES + " bytes");
            }
            read = channel.read(some);
        }
        return all.toByteArray();
    }

    private void await(int operation) throws IOException {
        channel.register(selector, operation);
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - clock.nanos());
        if (left <= 0 || (selector.select(left) == 0 && clock.nanos() >= deadline)) {
            throw new SocketTimeoutException("it does not answer in time");
        }
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the thread was interrupted");
        }
    }

    private static Answer answer(byte[] all) throws IOException {
        for (int i = 0; i + 3 < all.length; i++) {
            if (all[i] == '\r' && all[i + 1] == '\n' && all[i + 2] == '\r' && all[i + 3] == '\n') {
                String head = new String(all, 0, i, StandardCharsets.US_ASCII);
                return new Answer(status(head), Arrays.copyOfRange(all, i + 4, all.length));
            }
        }
        throw new IOException("it does not answer in HTTP");
    }

    /** The number in what begins with a status line, {@code HTTP/1.0 204 No Content}. */
    static int status(String head) throws IOException {
        if (!head.matches("(?s)HTTP/1\\.[01] \\d{3}\\b.*")) {
            throw new IOException("it does not answer in HTTP");
        }
        return Integer.parseInt(head.substring(9, 12));
    }
}
