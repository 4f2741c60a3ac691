package dev.blackstart.proxy;

import java.util.Locale;

/** Who ended a connection, or one direction of it. */
enum Ended {
    CLIENT,
    SERVER,
    /** The proxy: by a toxic, or because it was disabled, changed or deleted. */
    PROXY,
    /** The proxy, by a toxic, with a reset to both sides. */
    RESET;

    /** The name on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
