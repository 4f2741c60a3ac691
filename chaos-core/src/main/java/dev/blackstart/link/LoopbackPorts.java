package dev.blackstart.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports. They lie below those that the system gives to outgoing connections: a port that is given back for a moment, because
 * its server is being restarted, must not be the far end of somebody's connection meanwhile.
 */
public final class LoopbackPorts {
    private static final int LOWEST = 10_000;
    private static final int FEWEST = 1_000;
    private static final int ATTEMPTS = 500;
    private static final int OUTGOING_FROM = outgoingFrom();

    private LoopbackPorts() {}

    /**
     * Ports that are free on every interface now, no two the same. Nothing holds them afterwards; they are drawn at random so that
     * two runs at one time hardly choose the same.
     *
     * @throws IOException when so many cannot be found
     */
    public static List<Integer> free(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int attempt = 0; ports.size() < count; attempt++) {
                if (attempt > ATTEMPTS + count) {
                    throw new IOException("no " + count + " free ports were found");
                }
                int port = draw();
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                if (bind(socket, port)) {
                    ports.add(socket.getLocalPort());
                }
            }
            return ports;
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** Whether a server could listen there now, on the loopback interface. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean bind(ServerSocket socket, int port) {
        try {
            socket.bind(new InetSocketAddress(port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int draw() {
        return OUTGOING_FROM - LOWEST < FEWEST ? 0 : ThreadLocalRandom.current().nextInt(LOWEST, OUTGOING_FROM);
    }

    private static int outgoingFrom() {
        // In one read: such a file gives nothing more to whoever comes back for the rest, as Files.readString does.
        try (BufferedReader range = Files.newBufferedReader(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
            return Integer.parseInt(String.valueOf(range.readLine()).strip().split("\\s+")[0]);
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }
}
