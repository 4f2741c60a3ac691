package dev.blackstart.arm;

import dev.blackstart.experiment.Extension;
import dev.blackstart.load.AnswerRules;
import dev.blackstart.load.AnswerView;
import dev.blackstart.tolerance.Tolerance;
import dev.blackstart.tolerance.Tolerances;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The workload's tolerances as the load asks them: a path looks into the body, everything else at the whole answer. */
final class Answers {
    private Answers() {}

    static AnswerRules rules(Extension.Workload workload) {
        return new AnswerRules(rule(workload.degradedWhen()), rule(workload.shedWhen()));
    }

    private static @Nullable Predicate<AnswerView> rule(@Nullable Tolerance tolerance) {
        if (tolerance == null) {
            return null;
        }
        boolean inside = tolerance instanceof Tolerance.JsonPath path && path.target() == null;
        return answer -> Tolerances.met(tolerance, inside ? answer.body() : answer.whole())
                .met();
    }
}
