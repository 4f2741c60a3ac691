package dev.blackstart.exchange;

import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One connection that tells what comes back by the byte, by the read and by how it ends: for faults that break connections or cut
 * what goes through them. One user at a time; closing is allowed from any thread, and idempotent.
 */
public final class RawLine implements AutoCloseable {
    private static final int BUFFER = 16_384;

    private final RunClock clock;
    private final Socket socket;
    private final byte[] buffer = new byte[BUFFER];

    /** How listening came to its end. */
    public enum End {
        /** Nothing more came. */
        SILENT,
        /** The far end closed the connection in order. */
        CLOSED,
        /** The connection was reset. */
        RESET
    }

    /**
     * What came.
     *
     * @param reads how many reads brought it: a piece that was sent by itself, and not at once after another, is one
     * @param took until the connection ended, or until the last byte came; where nothing did, until it was given up
     */
    public record Heard(long bytes, int reads, End end, Duration took) {}

    private RawLine(RunClock clock, Socket socket) {
        this.clock = clock;
        this.socket = socket;
    }

    /**
     * Connects; our own end is noted before, so that it is never taken for the system's.
     *
     * @throws IOException if it is refused, or takes longer than that
     */
    public static RawLine open(InetSocketAddress address, Duration within, RunClock clock, OwnEnds ends)
            throws IOException {
        Socket socket = new Socket();
        try {
            InetSocketAddress near = OwnEnds.nearEnd(address);
            if (near != null) {
                socket.bind(near);
                ends.add(socket.getLocalSocketAddress());
            }
            socket.connect(address, millis(within.toNanos()));
            ends.add(socket.getLocalSocketAddress());
            socket.setTcpNoDelay(true);
            return new RawLine(clock, socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Whether the far end has ended it, or said something that nobody asked for. Takes a millisecond. */
    public boolean isStale() {
        try {
            socket.setSoTimeout(1);
            socket.getInputStream().read();
            return true;
        } catch (SocketTimeoutException quiet) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Sends bytes. A connection that has been reset is heard of by {@link #listen}, and no error here. */
    public void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            if (socket.isClosed()) {
                throw e;
            }
        }
    }

    /** Closes our direction; the far end reads the end of the stream. */
    public void sendEnd() throws IOException {
        socket.shutdownOutput();
    }

    /**
     * Reads until the connection ends or nothing more comes.
     *
     * @param quiet so long without a byte, once there was one, and the answer is taken for complete
     * @param within how long at most
     * @throws IOException if the line was closed by ourselves
     */
    public Heard listen(Duration quiet, Duration within) throws IOException {
        return listen(quiet, within, Long.MAX_VALUE);
    }

    /** The same, and no longer than until so many bytes have come. */
    public Heard listen(Duration quiet, Duration within, long enough) throws IOException {
        long start = clock.nanos();
        long last = start;
        long bytes = 0;
        int reads = 0;
        InputStream in = socket.getInputStream();
        while (true) {
            long now = clock.nanos();
            long until =
                    bytes == 0 ? start + within.toNanos() : Math.min(last + quiet.toNanos(), start + within.toNanos());
            if (until - now <= 0 || bytes >= enough) {
                return new Heard(bytes, reads, End.SILENT, Duration.ofNanos((bytes == 0 ? now : last) - start));
            }
            int read;
            try {
                socket.setSoTimeout(millis(until - now));
                read = in.read(buffer);
            } catch (SocketTimeoutException e) {
                continue;
            } catch (SocketException e) {
                if (socket.isClosed()) {
                    throw e;
                }
                return new Heard(bytes, reads, End.RESET, Duration.ofNanos(clock.nanos() - start));
            }
            last = clock.nanos();
            if (read < 0) {
                return new Heard(bytes, reads, End.CLOSED, Duration.ofNanos(last - start));
            }
            bytes += read;
            reads++;
        }
    }

    private static int millis(long nanos) {
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
}
