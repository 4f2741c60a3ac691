package dev.blackstart.topology;

/**
 * A peer that a service calls, or may be told to call: an entry of {@code x-blackstart.links}.
 *
 * @param service the peer's name
 * @param port the peer's port as the topology file names it
 * @param asList whether its replicas are handed over as a comma-separated list
 */
public record Peer(String service, int port, boolean asList) {
    @Override
    public String toString() {
        return service + ":" + port;
    }
}
