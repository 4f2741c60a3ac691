package dev.blackstart.exchange;

import java.io.IOException;

/** One protocol's request and answer over a connection. Stateless and thread-safe. */
interface Dialogue {
    /** The bytes to send; the same every time. */
    byte[] request();

    /**
     * Reads one complete answer.
     *
     * @throws IOException if it breaks off, takes too long or is not this protocol's
     */
    Reply read(Wire wire) throws IOException;

    /**
     * @param ok whether it means "serving"
     * @param detail the answer in a few words
     * @param reusable whether the connection takes another request
     */
    record Reply(boolean ok, String detail, boolean reusable) {}
}
