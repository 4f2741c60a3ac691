package dev.blackstart.topology.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server for tests: answers each HTTP request with its arguments and what its environment says. Arguments: port, then text;
 * {@code die} in the text ends it at once with status 3 after two lines.
 */
final class TinyServer {
    private TinyServer() {}

    public static void main(String[] arguments) throws IOException {
        String text = String.join(" ", arguments);
        System.out.println("tiny server: " + text);
        if (text.contains("die")) {
            System.err.println("cannot go on: no such feature flag");
            System.exit(3);
        }
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                answer(server.accept(), text);
            }
        }
    }

    private static void answer(Socket client, String text) {
        Thread thread = new Thread(() -> {
            try (client;
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.isEmpty()) {
                        String body = text + "\n" + System.getenv();
                        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                        client.getOutputStream()
                                .write(("HTTP/1.1 200 OK\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                        client.getOutputStream().write(bytes);
                    }
                }
            } catch (IOException gone) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
