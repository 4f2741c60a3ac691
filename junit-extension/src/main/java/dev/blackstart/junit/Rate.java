package dev.blackstart.junit;

import org.apiguardian.api.API;

/**
 * How much load.
 *
 * @param perSecond requests a second, above 0 and at most 10,000
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Rate(double perSecond) {
    public Rate {
        if (!(perSecond > 0) || perSecond > 10_000) {
            throw new IllegalArgumentException("rate must be above 0 and at most 10,000 a second: " + perSecond);
        }
    }

    /** So many requests a second, sent when they are due, whatever became of those before. */
    public static Rate perSecond(double requests) {
        return new Rate(requests);
    }
}
