package dev.blackstart.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A client of a server somewhere. It knows sockets and a watch, nothing else. */
public final class PlainClient {
    public static final long NO_ANSWER = -1;
    public static final long REFUSED = -2;

    /** Something came, and then the connection ended in the middle. */
    static final long CUT = -3;

    private PlainClient() {}

    /** How many milliseconds one request takes on a connection of its own. */
    static long ask(InetSocketAddress address, int patienceMillis) {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(patienceMillis);
            socket.connect(address, patienceMillis);
            socket.getOutputStream().write("GET / HTTP/1.0\r\nHost: back\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            if (answer.length > 0 && !new String(answer, StandardCharsets.US_ASCII).endsWith("fine")) {
                return CUT;
            }
            return answer.length == 0 ? REFUSED : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        } catch (java.net.SocketTimeoutException e) {
            return NO_ANSWER;
        } catch (IOException e) {
            return REFUSED;
        }
    }
}
