package dev.blackstart.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends back what it is sent, byte by byte, in this very JVM. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket server;

    EchoServer() {
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                daemon(() -> echo(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            return;
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** How long a byte takes there and back, in milliseconds, on a connection of its own; at most so long. */
    static long millis(Endpoint through, int timeoutMillis) throws IOException {
        try (Socket socket = new Socket(through.host(), through.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMillis);
            long start = System.nanoTime();
            socket.getOutputStream().write(7);
            if (socket.getInputStream().read() != 7) {
                throw new IOException("no echo");
            }
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
