package dev.blackstart.proxy;

/**
 * Lets at most {@code rate} kilobytes (of 1,000 bytes) a second pass; a rate of 0 is a stall.
 *
 * <p>A piece leaves after the time that its bytes take. Times add up from piece to piece, so no timer error accumulates;
 * an idle line earns no credit.
 */
final class BandwidthToxic implements Toxic {

    private static final long NANOS_PER_BYTE_AT_1_KBPS = 1_000_000;
    private static final long BYTES_IN_10_MS_AT_1_KBPS = 10;

    private final long rateKbps;

    /** @param rateKbps 0 or more; 0 holds everything until the toxic is changed or removed */
    BandwidthToxic(long rateKbps) {
        this.rateKbps = rateKbps;
    }

    @Override
    public long releaseAt(int bytes, long arrived, long previous) {
        if (rateKbps == 0) {
            return NEVER;
        }
        return Toxic.later(arrived, previous) + bytes * NANOS_PER_BYTE_AT_1_KBPS / rateKbps;
    }

    /** A stalled line carries no FIN either. */
    @Override
    public long endAt(long arrived, long previous) {
        return rateKbps == 0 ? NEVER : Toxic.later(arrived, previous);
    }

    /** What passes in 10 ms, so that the rate also holds in short windows. */
    @Override
    public int pieceBytes(int length) {
        if (rateKbps == 0 || rateKbps > Integer.MAX_VALUE / BYTES_IN_10_MS_AT_1_KBPS) {
            return length;
        }
        return (int) Math.min(length, rateKbps * BYTES_IN_10_MS_AT_1_KBPS);
    }
}
