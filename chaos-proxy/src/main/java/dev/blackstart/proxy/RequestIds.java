package dev.blackstart.proxy;

import java.util.concurrent.atomic.AtomicLong;

/** Twenty characters for each request, in the shape of the original's: 96 bits, five at a time. */
final class RequestIds {

    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";
    private static final int LENGTH = 20;
    private static final int BITS = 5;

    private final long server;
    private final AtomicLong count = new AtomicLong();

    RequestIds(long server) {
        this.server = server;
    }

    String next() {
        long high = server;
        long low = count.incrementAndGet() << (Long.SIZE - 2 * LENGTH);
        StringBuilder id = new StringBuilder(LENGTH);
        // 60 bits name the server, 40 count the request; the last digit holds only one bit of the 96.
        for (int i = 1; i <= LENGTH * 3 / BITS; i++) {
            id.append(DIGITS.charAt((int) (high >>> (Long.SIZE - BITS * i)) & 31));
        }
        for (int i = 1; id.length() < LENGTH - 1; i++) {
            id.append(DIGITS.charAt((int) (low >>> (Long.SIZE - BITS * i)) & 31));
        }
        return id.append((low >>> (Long.SIZE - 2 * LENGTH) & 1) == 0 ? '0' : 'g')
                .toString();
    }
}
