package dev.blackstart.fault.network;

import dev.blackstart.exchange.Answer;
import dev.blackstart.topology.Link;
import java.time.Duration;

/** No answer comes, and none is refused. */
record HeldEffect(Direction direction) implements LinkEffect {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public boolean shows(Answer answer, Duration undisturbed) {
        // Not all of the patience: what a busy machine takes before the question is sent is left out of how long it
        // took.
        return !answer.came()
                && answer.took().compareTo(PATIENCE.multipliedBy(4).dividedBy(5)) >= 0;
    }

    @Override
    public boolean lingers(Answer answer, Duration undisturbed) {
        return !answer.came();
    }

    @Override
    public boolean concerns(Link.ChunkDelay chunk) {
        return direction.concerns(chunk);
    }

    @Override
    public boolean shows(Link.ChunkDelay chunk, Duration undisturbed, Duration waited) {
        return concerns(chunk) && chunk.micros() < 0 && waited.compareTo(PATIENCE) >= 0;
    }
}
