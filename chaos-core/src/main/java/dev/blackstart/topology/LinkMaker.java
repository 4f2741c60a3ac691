package dev.blackstart.topology;

/** A topology that makes links into its services for whoever asks. Thread-safe. */
public interface LinkMaker {
    /**
     * A link from somebody who is only a name; asked for again it is the same.
     *
     * @throws IllegalArgumentException if there is no such service, or it has no such port
     */
    Link link(String from, String service, int port);
}
