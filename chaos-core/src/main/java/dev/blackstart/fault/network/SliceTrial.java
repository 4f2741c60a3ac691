package dev.blackstart.fault.network;

import dev.blackstart.exchange.RawLine;
import dev.blackstart.exchange.RawQuestion;
import java.io.IOException;
import java.time.Duration;

/** How many bytes of an answer one read brings, on average. */
record SliceTrial(Slicer asked) implements Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public boolean needsNoAnswer() {
        return false;
    }

    @Override
    public Result attempt(RawLine line, RawQuestion question, Duration within) throws IOException {
        line.send(question.first());
        RawLine.Heard heard = line.listen(QUIET.plus(asked.delay().multipliedBy(2)), within);
        Double bytesPerRead = heard.reads() == 0 ? null : (double) heard.bytes() / heard.reads();
        return new Result(heard.took(), heard.bytes() > 0, heard.end(), Trial.words(heard), bytesPerRead);
    }

    @Override
    public boolean shows(Result result, Duration undisturbed) {
        Double bytesPerRead = result.value();
        return bytesPerRead != null && bytesPerRead <= asked.mostPerRead();
    }
}
