package dev.blackstart.fault.network;

import dev.blackstart.exchange.RawLine;
import dev.blackstart.exchange.RawQuestion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Asks again and again on one connection until it ends, and counts what got through. */
record LimitTrial(LimitData asked) implements Trial {
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final long BYTES_A_SECOND = 50_000;
    private static final int MOST_AT_ONCE = 64;

    @Override
    public Duration patience() {
        return SLACK.plus(Duration.ofMillis(asked.bytes() * 1_000 / BYTES_A_SECOND));
    }

    @Override
    public boolean needsNoAnswer() {
        return false;
    }

    @Override
    public Result attempt(RawLine line, RawQuestion question, Duration within) throws IOException {
        byte[] next = question.first();
        long sent = 0;
        long came = 0;
        long took = 0;
        long answer = 0;
        long enough = Long.MAX_VALUE;
        RawLine.End end = RawLine.End.SILENT;
        boolean heard = true;
        while (end == RawLine.End.SILENT
                && heard
                && next.length > 0
                && through(sent, came) <= asked.bytes()
                && took < within.toNanos()) {
            line.send(next);
            sent += next.length;
            RawLine.Heard now = line.listen(QUIET, within.minusNanos(took), enough);
            heard = now.bytes() > 0;
            came += now.bytes();
            took += now.took().toNanos();
            end = now.end();
            answer = answer == 0 ? now.bytes() : answer;
            long count = count(question.again().length, answer, through(sent, came));
            next = repeated(question.again(), count);
            enough = Math.max(1, count * answer);
        }
        long through = through(sent, came);
        String detail = through + " bytes " + (asked.isOfRequests() ? "sent, " : "came, ")
                + (end == RawLine.End.SILENT ? "still open" : end == RawLine.End.CLOSED ? "closed" : "reset");
        boolean ok = through > asked.bytes() && end == RawLine.End.SILENT;
        return new Result(Duration.ofNanos(took), ok, end, detail, (double) through);
    }

    private long through(long sent, long came) {
        return asked.isOfRequests() ? sent : came;
    }

    /** So many questions at once that the limit is reached soon, and not far exceeded. */
    private long count(int question, long answer, long through) {
        long each = Math.max(1, asked.isOfRequests() ? question : answer);
        return Math.max(1, Math.min(MOST_AT_ONCE, (asked.bytes() - through) / each));
    }

    private static byte[] repeated(byte[] again, long count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long i = 0; i < count; i++) {
            bytes.writeBytes(again);
        }
        return bytes.toByteArray();
    }

    /** The proxy closes a connection on which bytes may still be unread: that is a reset as well. */
    @Override
    public boolean shows(Result result, Duration undisturbed) {
        Double through = result.value();
        return result.end() != RawLine.End.SILENT
                && through != null
                && through >= asked.bytes()
                && through <= asked.mostThrough();
    }

    /** Too few bytes got through to tell: then it is not known whether it is gone, and not said that it is there. */
    @Override
    public boolean lingers(Result result, Duration undisturbed) {
        return shows(result, undisturbed);
    }
}
