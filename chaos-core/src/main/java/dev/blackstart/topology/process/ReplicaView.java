package dev.blackstart.topology.process;

import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Peer;
import dev.blackstart.topology.PeerAddresses;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A service as one of its replicas sees it: its own ports, and its peers behind their proxies.
 *
 * @param folder where it is started
 * @param ports its ports as the file names them, to what they are
 * @param peers each peer's links as {@code host:port}
 */
record ReplicaView(Service service, Path folder, Map<Integer, Integer> ports, Map<Peer, List<String>> peers) {

    static Map<Peer, List<String>> peers(
            ReplicaRef ref, Service service, Topology topology, Map<LinkRef, InetSocketAddress> listeners) {
        Map<Peer, List<String>> peers = new LinkedHashMap<>();
        for (Peer peer : service.links()) {
            List<String> addresses = new ArrayList<>();
            for (LinkRef link : topology.links()) {
                if (link.from().equals(ref)
                        && link.to().service().equals(peer.service())
                        && link.port() == peer.port()) {
                    InetSocketAddress listener = Objects.requireNonNull(listeners.get(link), link::toString);
                    addresses.add(listener.getAddress().getHostAddress() + ":" + listener.getPort());
                }
            }
            peers.put(peer, addresses);
        }
        return peers;
    }

    String rewrite(String text) {
        return PeerAddresses.rewrite(text, ports, peers);
    }
}
