package dev.blackstart.proxy;

import java.util.SplittableRandom;

/**
 * The random draws for one toxic in one direction of one connection.
 *
 * <p>They follow from the seed, the proxy's and the toxic's name, the direction and the number of the connection alone,
 * and not from which thread came first: the same run gives the same draws.
 */
final class Draw {

    private static final long ODD = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;
    private final float touch;

    Draw(long seed, String proxy, String toxic, Direction direction, long connection) {
        long mixed = seed;
        for (long part :
                new long[] {proxy.hashCode(), toxic.hashCode(), direction.wire().hashCode(), connection}) {
            mixed = new SplittableRandom(mixed * ODD + part).nextLong();
        }
        random = new SplittableRandom(mixed);
        touch = (float) random.nextDouble();
    }

    /** Whether a toxic of that toxicity touches this direction of this connection; always the same answer. */
    boolean touches(float toxicity) {
        // Rounded to a float the draw can be 1, and a toxicity of 1 must touch every connection.
        return touch < toxicity || toxicity >= 1;
    }

    SplittableRandom random() {
        return random;
    }
}
