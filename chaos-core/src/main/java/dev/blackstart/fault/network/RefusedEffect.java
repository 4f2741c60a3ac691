package dev.blackstart.fault.network;

import dev.blackstart.exchange.Answer;
import dev.blackstart.topology.Link;
import java.time.Duration;

/** The connection is closed or refused at once. */
record RefusedEffect() implements LinkEffect {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    /** A timeout is not a refusal. */
    @Override
    public boolean shows(Answer answer, Duration undisturbed) {
        return !answer.came()
                && answer.took().compareTo(PATIENCE.multipliedBy(9).dividedBy(10)) < 0;
    }

    @Override
    public boolean lingers(Answer answer, Duration undisturbed) {
        return !answer.came();
    }

    /** A proxy that refuses reads no chunks. */
    @Override
    public boolean shows(Link.ChunkDelay chunk, Duration undisturbed, Duration waited) {
        return false;
    }
}
