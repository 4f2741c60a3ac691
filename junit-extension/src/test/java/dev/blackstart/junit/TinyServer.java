package dev.blackstart.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server for topologies: answers each HTTP request with 200 and its process id. Arguments: a port, then {@code host:port} of a peer,
 * which it asks every 50 ms; while that takes more than 600 ms it answers with 503 instead. {@code die} in a peer's place ends it at once.
 */
final class TinyServer {
    private static final long STALE_NANOS = 600_000_000;

    // When the question was sent that has no answer yet, or how long the last answer took.
    private static volatile long asked;
    private static volatile long took;

    private TinyServer() {}

    public static void main(String[] arguments) throws IOException {
        String peer = arguments.length > 1 ? arguments[1] : "";
        if (peer.equals("die")) {
            System.err.println("cannot go on: no such feature flag");
            System.exit(3);
        }
        if (!peer.isEmpty()) {
            daemon(() -> askAgainAndAgain(peer));
        }
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket client = server.accept();
                daemon(() -> answer(client));
            }
        }
    }

    private static void answer(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    String pid = String.valueOf(ProcessHandle.current().pid());
                    String text = "HTTP/1.1 " + (isStale() ? "503 Stale" : "200 OK") + "\r\nContent-Length: "
                            + pid.length() + "\r\n\r\n" + pid;
                    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException gone) {
            return;
        }
    }

    private static boolean isStale() {
        long since = asked;
        return took > STALE_NANOS || (since != 0 && System.nanoTime() - since > STALE_NANOS);
    }

    private static void askAgainAndAgain(String peer) {
        String[] parts = peer.split(":", 2);
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!never.await(50, TimeUnit.MILLISECONDS)) {
                long start = System.nanoTime();
                asked = start;
                ask(parts[0], Integer.parseInt(parts[1]));
                took = System.nanoTime() - start;
                asked = 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ask(String host, int port) {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().read();
        } catch (IOException away) {
            return;
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }
}
