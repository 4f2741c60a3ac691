package dev.blackstart.load;

import dev.blackstart.experiment.Extension;
import dev.blackstart.tolerance.Tolerance;
import dev.blackstart.tolerance.Tolerances;
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

    /**
     * The rules of a workload. A path, pattern or range looks at the message, for HTTP at the body; with a {@code target}, at that member of
     * the answer, for HTTP {@code status}, {@code headers} or {@code body}. A plain value or a list of them is compared with the status
     * of an HTTP answer.
     */
    public static AnswerRules of(Extension.Workload spec) {
        return new AnswerRules(rule(spec.degradedWhen()), rule(spec.shedWhen()));
    }

    private static @Nullable Predicate<AnswerView> rule(@Nullable Tolerance tolerance) {
        if (tolerance == null) {
            return null;
        }
        boolean whole = looksAtWhole(tolerance);
        return view ->
                Tolerances.met(tolerance, whole ? view.whole() : view.body()).met();
    }

    private static boolean looksAtWhole(Tolerance tolerance) {
        if (tolerance instanceof Tolerance.JsonPath path) {
            return path.target() != null;
        }
        if (tolerance instanceof Tolerance.Regex regex) {
            return regex.target() != null;
        }
        return !(tolerance instanceof Tolerance.Range range) || range.target() != null;
    }

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
