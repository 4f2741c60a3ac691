package dev.blackstart.proxy;

import java.util.concurrent.atomic.AtomicLong;

/** Twenty characters for each request, in the shape of the original's: 96 bits, five to a digit. */
final class RequestIds {

    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";
    private static final int SERVER_DIGITS = 12;
    private static final int COUNT_DIGITS = 7;
    private static final int BITS = 5;

    private final String server;
    private final AtomicLong count = new AtomicLong();

    /** @param server tells the ids of one server from those of another; its lower 60 bits count */
    RequestIds(long server) {
        this.server = digits(server, SERVER_DIGITS);
    }

    String next() {
        long number = count.incrementAndGet();
        // The last digit holds the one bit that is left of the 96.
        return server + digits(number >>> 1, COUNT_DIGITS) + ((number & 1) == 0 ? '0' : 'g');
    }

    private static String digits(long value, int length) {
        StringBuilder digits = new StringBuilder(length);
        for (int i = length - 1; i >= 0; i--) {
            digits.append(DIGITS.charAt((int) (value >>> (BITS * i)) & (DIGITS.length() - 1)));
        }
        return digits.toString();
    }
}
