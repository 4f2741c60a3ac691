package dev.blackstart.fault.network;

import dev.blackstart.exchange.RawLine;
import dev.blackstart.exchange.RawQuestion;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a fault that breaks connections, or cuts what goes through them, is told from the undisturbed link: by one attempt on a
 * connection.
 */
interface Trial {
    /** So long without a byte, and an answer is taken for complete. */
    Duration QUIET = Duration.ofMillis(60);

    /** What came of an attempt, in a few words and, where it is no time, as a value. */
    record Result(
            Duration took,
            boolean ok,
            RawLine.End end,
            String detail,
            @Nullable Double value) {}

    /**
     * One attempt. The line has carried nothing yet; the caller closes it.
     *
     * @param within how long at most
     */
    Result attempt(RawLine line, RawQuestion question, Duration within) throws IOException;

    /** How long an attempt is waited for while the fault is on. */
    Duration patience();

    /** Whether an attempt can be made where nothing is known that would be answered. */
    boolean needsNoAnswer();

    /**
     * Whether an attempt shows what was asked for.
     *
     * @param undisturbed how long one took before the fault; zero where that is not known yet
     */
    boolean shows(Result result, Duration undisturbed);

    /** Whether an attempt after the revert still shows a trace of the fault. */
    default boolean lingers(Result result, Duration undisturbed) {
        return !result.ok() || shows(result, undisturbed);
    }

    /** How it is told once there is more of the fault, or less. */
    default Trial adjusted(Record config) {
        return this;
    }

    /** What was heard, for people. */
    static String words(RawLine.Heard heard) {
        String came = heard.bytes() == 0 ? "" : heard.bytes() + " bytes in " + heard.reads() + " reads, ";
        return switch (heard.end()) {
            case SILENT -> heard.bytes() == 0 ? "no answer" : came + "still open";
            case CLOSED -> came + "closed";
            case RESET -> came + "reset";
        };
    }
}
