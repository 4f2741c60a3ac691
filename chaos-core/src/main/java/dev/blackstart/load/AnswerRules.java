package dev.blackstart.load;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells full, degraded and shed answers apart, where the protocol said OK.
 *
 * @param degradedWhen null: every OK answer is full
 * @param shedWhen null: no OK answer is shed
 */
public record AnswerRules(
        @Nullable Predicate<AnswerView> degradedWhen,
        @Nullable Predicate<AnswerView> shedWhen) {

    /** Every OK answer is full. */
    public static final AnswerRules NONE = new AnswerRules(null, null);

    /** Whether an answer's content matters at all. */
    public boolean lookInside() {
        return degradedWhen != null || shedWhen != null;
    }

    /** What an OK answer is. */
    public Outcome judge(AnswerView answer) {
        if (shedWhen != null && shedWhen.test(answer)) {
            return Outcome.SHED;
        }
        return degradedWhen != null && degradedWhen.test(answer) ? Outcome.DEGRADED : Outcome.FULL;
    }
}
