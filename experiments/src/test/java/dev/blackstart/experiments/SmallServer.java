package dev.blackstart.experiments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers each connection with an empty page; a process of its own that is ready in a quarter of a second. Argument: its port. */
final class SmallServer {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private SmallServer() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                answer(server.accept());
            }
        }
    }

    private static void answer(Socket client) {
        try (client) {
            int unused = client.getInputStream().read(new byte[4096]);
            client.getOutputStream().write(ANSWER);
        } catch (IOException gone) {
            return;
        }
    }
}
