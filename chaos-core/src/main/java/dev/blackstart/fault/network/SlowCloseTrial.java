package dev.blackstart.fault.network;

import dev.blackstart.exchange.RawLine;
import dev.blackstart.exchange.RawQuestion;
import java.io.IOException;
import java.time.Duration;

/** From closing our end until the far end's close comes back. Needs no protocol: whoever reads an end closes its own. */
record SlowCloseTrial(SlowClose asked) implements Trial {
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final Duration NOISE = Duration.ofMillis(20);

    @Override
    public Duration patience() {
        return asked.roundTrip().plus(SLACK);
    }

    @Override
    public boolean needsNoAnswer() {
        return true;
    }

    @Override
    public Result attempt(RawLine line, RawQuestion question, Duration within) throws IOException {
        line.sendEnd();
        // What a server says by itself is not the end.
        RawLine.Heard heard = line.listen(within, within);
        return new Result(heard.took(), heard.end() != RawLine.End.SILENT, heard.end(), Trial.words(heard), null);
    }

    @Override
    public boolean shows(Result result, Duration undisturbed) {
        Duration least = asked.roundTrip().multipliedBy(9).dividedBy(10);
        return result.ok() && result.took().minus(undisturbed).compareTo(least) >= 0;
    }

    @Override
    public boolean lingers(Result result, Duration undisturbed) {
        Duration trace = asked.roundTrip().dividedBy(4).plus(NOISE);
        return !result.ok() || result.took().minus(undisturbed).compareTo(trace) > 0;
    }

    @Override
    public Trial adjusted(Record config) {
        return new SlowCloseTrial((SlowClose) config);
    }
}
