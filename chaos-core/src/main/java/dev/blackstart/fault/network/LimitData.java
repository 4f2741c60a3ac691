package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;

/**
 * How much goes through a connection before it is closed.
 *
 * @param bytes from 0; what is larger than 200,000 could not be measured by a few small exchanges
 */
public record LimitData(
        @Argument(value = "how much a connection carries until it is closed", min = "0", max = "200000", unit = "B")
        long bytes,

        @Argument(value = "which way", byDefault = "response")
        OneWay direction)
        implements FaultConfig {
    private static final long LARGEST = 200_000;

    /** A question is sent whole, however few bytes of it still go through. */
    private static final long ONE_QUESTION = 4_096;

    /** Which way is counted. */
    public enum OneWay {
        RESPONSE,
        REQUEST
    }

    public LimitData {
        if (bytes < 0 || bytes > LARGEST) {
            throw new IllegalArgumentException("bytes must be from 0 to " + LARGEST + ": " + bytes);
        }
    }

    /** Each connection is closed after so many bytes of responses. */
    public static LimitData limitData(long bytes) {
        return new LimitData(bytes, OneWay.RESPONSE);
    }

    /** The same counted that way. */
    public LimitData direction(OneWay direction) {
        return new LimitData(bytes, direction);
    }

    Direction way() {
        return isOfRequests() ? Direction.REQUEST : Direction.RESPONSE;
    }

    boolean isOfRequests() {
        return direction == OneWay.REQUEST;
    }

    /** What may have been on its way when the connection was closed: exactly the limit where we read, and more where we send. */
    long mostThrough() {
        return isOfRequests() ? bytes + ONE_QUESTION : bytes;
    }
}
