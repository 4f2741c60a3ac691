package dev.blackstart.load;

import dev.blackstart.document.Location;
import dev.blackstart.experiment.Extension;
import dev.blackstart.tolerance.JsonPathExpression;
import dev.blackstart.tolerance.Tolerance;
import dev.blackstart.tolerance.Tolerances;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells full, degraded and shed answers apart, where the protocol said OK.
 *
 * @param degradedWhen null: every OK answer is full
 * @param shedWhen null: no OK answer is shed
 * @param paths into the message that these look at
 */
public record AnswerRules(
        @Nullable Predicate<AnswerView> degradedWhen,
        @Nullable Predicate<AnswerView> shedWhen,
        List<Path> paths) {
    public AnswerRules {
        paths = List.copyOf(paths);
    }

    /** Rules of which nobody knows what they look at. */
    public AnswerRules(@Nullable Predicate<AnswerView> degradedWhen, @Nullable Predicate<AnswerView> shedWhen) {
        this(degradedWhen, shedWhen, List.of());
    }

    /**
     * A path into the message.
     *
     * @param names that it begins with, from member to member
     */
    public record Path(Location at, String text, List<String> names) {}

    /** Every OK answer is full. */
    public static final AnswerRules NONE = new AnswerRules(null, null);

    /**
     * The rules of a workload. A path, pattern or range looks at the message, for HTTP at the body; with a {@code target}, at that member of
     * the answer, for HTTP {@code status}, {@code headers} or {@code body}. A plain value or a list of them is compared with the status
     * of an HTTP answer.
     */
    public static AnswerRules of(Extension.Workload spec) {
        List<Path> paths = new ArrayList<>();
        path(spec.degradedWhen()).ifPresent(paths::add);
        path(spec.shedWhen()).ifPresent(paths::add);
        return new AnswerRules(rule(spec.degradedWhen()), rule(spec.shedWhen()), paths);
    }

    private static Optional<Path> path(@Nullable Tolerance tolerance) {
        return tolerance instanceof Tolerance.JsonPath path && path.target() == null
                ? Optional.of(new Path(
                        path.at(),
                        path.path(),
                        JsonPathExpression.parse(path.path()).leadingNames()))
                : Optional.empty();
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
