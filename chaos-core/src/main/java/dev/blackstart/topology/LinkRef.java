package dev.blackstart.topology;

/**
 * The way from one replica to a port of another, written {@code bfe-a#1->kv-a#1:50051}.
 *
 * @param from who calls
 * @param to who is called
 * @param port the port as the topology file names it, 1 to 65535
 */
public record LinkRef(ReplicaRef from, ReplicaRef to, int port) implements TargetRef {
    public LinkRef {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("link.port must be in 1..65535: " + port);
        }
    }

    @Override
    public String toString() {
        return from + "->" + to + ":" + port;
    }
}
