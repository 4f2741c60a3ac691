package dev.blackstart.fault.network;

import dev.blackstart.exchange.RawLine;
import dev.blackstart.exchange.RawQuestion;
import java.io.IOException;
import java.time.Duration;

/**
 * A question gets no answer, and the connection ends in the asked way in the asked time.
 *
 * @param how {@code SILENT}: it stays open
 */
record BrokenTrial(RawLine.End how, Duration after) implements Trial {
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final Duration ROUNDING = Duration.ofMillis(2);

    @Override
    public Duration patience() {
        return how == RawLine.End.SILENT ? SILENCE : after.plus(SLACK);
    }

    /** A link whose protocol is not known is asked by closing our end: whoever reads that closes its own. */
    @Override
    public boolean needsNoAnswer() {
        return how == RawLine.End.RESET;
    }

    @Override
    public Result attempt(RawLine line, RawQuestion question, Duration within) throws IOException {
        if (question.isKnown()) {
            line.send(question.first());
        } else {
            line.sendEnd();
        }
        RawLine.Heard heard = line.listen(QUIET, within);
        boolean ok = question.isKnown() ? heard.bytes() > 0 : heard.end() == RawLine.End.CLOSED;
        return new Result(heard.took(), ok, heard.end(), Trial.words(heard), null);
    }

    @Override
    public boolean shows(Result result, Duration undisturbed) {
        Duration least = how == RawLine.End.SILENT ? SILENCE : after;
        boolean late = result.took().plus(ROUNDING).compareTo(least) >= 0;
        // On a link that is asked by an end, an end in order is the answer.
        return result.end() == how && late && !result.ok();
    }
}
