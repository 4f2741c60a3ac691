package dev.blackstart.exchange;

import dev.blackstart.time.RunClock;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A connection whose reads end at a deadline. One user at a time; closing is allowed from any thread. */
final class Wire implements AutoCloseable {
    private static final int MAX_LINE = 8_192;

    private final RunClock clock;
    private final Socket socket;
    private final InputStream in;
    private long deadline;

    private Wire(RunClock clock, Socket socket) throws IOException {
        this.clock = clock;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects before the deadline, a reading of the clock's nanoseconds; its own end is noted before. */
    static Wire open(InetSocketAddress address, RunClock clock, long deadline, OwnEnds ends) throws IOException {
        Socket socket = new Socket();
        try {
            InetSocketAddress near = OwnEnds.nearEnd(address);
            if (near != null) {
                socket.bind(near);
                ends.add(socket.getLocalSocketAddress());
            }
            socket.connect(address, millisUntil(deadline, clock));
            ends.add(socket.getLocalSocketAddress());
            socket.setTcpNoDelay(true);
            return new Wire(clock, socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    void until(long nanos) {
        deadline = nanos;
    }

    String localAddress() {
        return OwnEnds.text(socket.getLocalSocketAddress());
    }

    /** Whether the other end has closed it, or said something that nobody asked for. Takes a millisecond. */
    boolean isStale() {
        try {
            if (in.available() > 0) {
                return true;
            }
            socket.setSoTimeout(1);
            in.read();
            return true;
        } catch (SocketTimeoutException quiet) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next byte, 0 to 255. */
    int read() throws IOException {
        int next = readOrEnd();
        if (next < 0) {
            throw new EOFException("the other end closed the connection");
        }
        return next;
    }

    /** The next byte, or -1 at the end. */
    int readOrEnd() throws IOException {
        socket.setSoTimeout(millisUntil(deadline, clock));
        return in.read();
    }

    /** Up to the line end, which is dropped; at most 8 KiB. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            if (line.length() == MAX_LINE) {
                throw new IOException("a line of more than " + MAX_LINE + " bytes");
            }
            line.append((char) next);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    /** Reads that many bytes and forgets them. */
    void skip(long bytes) throws IOException {
        byte[] chunk = new byte[4_096];
        long left = bytes;
        while (left > 0) {
            socket.setSoTimeout(millisUntil(deadline, clock));
            int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
                throw new EOFException("the other end closed the connection");
            }
            left -= read;
        }
    }

    byte[] take(int bytes) throws IOException {
        byte[] taken = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            taken[i] = (byte) read();
        }
        return taken;
    }

    private static int millisUntil(long deadline, RunClock clock) throws SocketTimeoutException {
        long nanos = deadline - clock.nanos();
        if (nanos <= 0) {
            throw new SocketTimeoutException("too late");
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
