package dev.blackstart.topology.process;

import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ports of a topology's replicas: a free one where the file leaves it open by {@code {port:N}}, else N itself. */
final class Ports {
    private Ports() {}

    /**
     * Chooses the ports of all replicas at once, so that no two get the same.
     *
     * @throws TopologyFailed if a port that the file fixes is taken
     */
    static Map<ReplicaRef, Map<Integer, Integer>> choose(Topology topology) {
        Map<ReplicaRef, Map<Integer, Integer>> chosen = new HashMap<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (ReplicaRef ref : topology.replicas()) {
                Service service = topology.service(ref.service()).orElseThrow();
                Map<Integer, Integer> ports = new HashMap<>();
                for (int port : service.ports()) {
                    ServerSocket socket = isOpen(service, port) ? free() : fixed(ref, port);
                    held.add(socket);
                    ports.put(port, socket.getLocalPort());
                }
                chosen.put(ref, ports);
            }
            return chosen;
        } catch (IOException e) {
            throw new TopologyFailed("no free port could be found: " + e.getMessage());
        } finally {
            held.forEach(Ports::release);
        }
    }

    /** Whether the file leaves the port to us. */
    private static boolean isOpen(Service service, int port) {
        String placeholder = "{port:" + port + "}";
        return service.process().stream().anyMatch(word -> word.contains(placeholder))
                || service.environment().values().stream().anyMatch(value -> value.contains(placeholder));
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static ServerSocket fixed(ReplicaRef ref, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new TopologyFailed(ref + ": port " + port
                    + " is taken; end what listens there, or write {port:" + port
                    + "} in x-blackstart where the service is told its port, and it gets a free one (" + e.getMessage()
                    + ")");
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new TopologyFailed("a port could not be released: " + e.getMessage());
        }
    }
}
