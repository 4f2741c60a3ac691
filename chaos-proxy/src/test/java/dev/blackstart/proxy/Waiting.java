package dev.blackstart.proxy;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Bounded waits for what the proxy's counters show. */
final class Waiting {

    private Waiting() {}

    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    /** How many bytes all connections of a proxy hold in one direction. */
    static long held(Wire wire, String proxy, String direction) {
        return sum(wire, proxy, direction, "held_bytes");
    }

    /** The sum of one counter over the listed connections. */
    static long sum(Wire wire, String proxy, String direction, String counter) {
        long sum = 0;
        for (JsonElement connection : wire.connections(proxy).getAsJsonArray("connections")) {
            sum += connection
                    .getAsJsonObject()
                    .getAsJsonObject(direction)
                    .get(counter)
                    .getAsLong();
        }
        return sum;
    }
}
