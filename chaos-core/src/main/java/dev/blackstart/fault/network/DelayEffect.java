package dev.blackstart.fault.network;

import dev.blackstart.exchange.Answer;
import dev.blackstart.topology.Link;
import java.time.Duration;

/** Answers come, but late. */
record DelayEffect(Latency asked) implements LinkEffect {
    /** Beyond what was asked: the exchange itself on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final Duration NOISE = Duration.ofMillis(20);

    @Override
    public Duration patience() {
        return asked.longestRoundTrip().plus(SLACK);
    }

    @Override
    public boolean shows(Answer answer, Duration undisturbed) {
        return answer.came() && isAsked(answer.took().minus(undisturbed), asked.roundTrip(), asked.shortestRoundTrip());
    }

    /** Nine tenths of the least that jitter leaves; where it leaves nothing, a tenth of what was asked. */
    private static boolean isAsked(Duration added, Duration latency, Duration shortest) {
        Duration least = shortest.multipliedBy(9).dividedBy(10);
        Duration floor = latency.dividedBy(10);
        return added.compareTo(least.compareTo(floor) > 0 ? least : floor) >= 0;
    }

    @Override
    public boolean lingers(Answer answer, Duration undisturbed) {
        Duration trace = asked.roundTrip().dividedBy(4).plus(NOISE);
        return !answer.came() || answer.took().minus(undisturbed).compareTo(trace) > 0;
    }

    @Override
    public boolean shows(Link.ChunkDelay chunk, Duration undisturbed, Duration waited) {
        return concerns(chunk)
                && chunk.micros() >= 0
                && isAsked(
                        Duration.ofNanos(chunk.micros() * 1_000).minus(undisturbed), asked.latency(), asked.shortest());
    }

    @Override
    public boolean concerns(Link.ChunkDelay chunk) {
        return asked.direction().concerns(chunk);
    }

    @Override
    public LinkEffect adjusted(Record config) {
        return new DelayEffect((Latency) config);
    }
}
