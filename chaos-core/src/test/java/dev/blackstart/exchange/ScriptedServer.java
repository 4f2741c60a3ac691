package dev.blackstart.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server that does on every connection what the test says. */
final class ScriptedServer implements AutoCloseable {
    final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;

    interface Script {
        void serve(BufferedReader in, OutputStream out) throws IOException;
    }

    /** The same, told the client's port. */
    interface PortScript {
        void serve(int clientPort, BufferedReader in, OutputStream out) throws IOException;
    }

    ScriptedServer(Script script) throws IOException {
        this((port, in, out) -> script.serve(in, out));
    }

    ScriptedServer(PortScript script) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon("scripted-accept", () -> {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    clientPorts.add(socket.getPort());
                    daemon("scripted-connection", () -> serve(script, socket));
                }
            } catch (IOException e) {
                return;
            }
        });
    }

    private static void serve(PortScript script, Socket socket) {
        try (socket) {
            script.serve(
                    socket.getPort(),
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)),
                    socket.getOutputStream());
        } catch (IOException e) {
            return;
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads for as long as there is a client, and never answers. */
    static Script mute() {
        return (in, out) -> {
            int read = 0;
            while (read >= 0) {
                read = in.read();
            }
        };
    }

    /** Reads requests of HTTP and answers each with the same text. */
    static Script http(String answer) {
        return (in, out) -> {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                }
            }
        };
    }

    /** Answers once that many bytes have come, then goes on. */
    static Script afterBytes(int bytes, String answer) {
        return (in, out) -> {
            int read = 0;
            while (in.read() >= 0) {
                if (++read % bytes == 0) {
                    out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                }
            }
        };
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Cuts every connection; new ones are still taken. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
