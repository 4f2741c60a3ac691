package dev.blackstart.proxy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One connection as the API shows it.
 *
 * @param number counts the proxy's connections from 1
 * @param source the client's address
 * @param closed null as long as it is open
 */
record ConnectionView(
        long number,
        String source,
        Instant opened,
        @Nullable Instant closed,
        Traffic upstream,
        Traffic downstream) {}
