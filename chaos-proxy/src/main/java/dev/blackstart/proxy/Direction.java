package dev.blackstart.proxy;

import java.util.Locale;

/** Which way bytes flow: upstream is from the client to the server. */
enum Direction {
    UPSTREAM,
    DOWNSTREAM;

    /** The name on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
