package dev.blackstart.topology;

/** A topology or one of its replicas did not start; the message says which, why, and shows its last log lines. */
public final class TopologyFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopologyFailed(String message) {
        super(message);
    }
}
