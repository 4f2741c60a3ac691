package dev.blackstart.proxy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One connection as the API shows it.
 *
 * @param number counts the proxy's connections from 1
 * @param source the client's address
 * @param closed null as long as it is open
 * @param ended who ended it; null as long as it is open, and where the whole server was closed
 */
record ConnectionView(
        long number,
        String source,
        Instant opened,
        @Nullable Instant closed,
        @Nullable Ended ended,
        Traffic upstream,
        Traffic downstream) {}
