package dev.blackstart.topology;

/**
 * One replica of a service, written {@code kv-a#1}.
 *
 * @param service the service's name in the topology file
 * @param ordinal from 1
 */
public record ReplicaRef(String service, int ordinal) implements TargetRef, Comparable<ReplicaRef> {
    public ReplicaRef {
        if (service.isBlank()) {
            throw new IllegalArgumentException("replica.service must not be blank");
        }
        if (ordinal < 1) {
            throw new IllegalArgumentException("replica.ordinal must be at least 1: " + ordinal);
        }
    }

    @Override
    public int compareTo(ReplicaRef other) {
        int byService = service.compareTo(other.service);
        return byService != 0 ? byService : Integer.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return service + "#" + ordinal;
    }
}
