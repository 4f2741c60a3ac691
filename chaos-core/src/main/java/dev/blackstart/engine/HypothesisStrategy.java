package dev.blackstart.engine;

import dev.blackstart.document.Suggestions;
import java.util.ArrayList;
import java.util.List;

/** When the steady-state hypothesis is evaluated. */
public enum HypothesisStrategy {
    /** Before the method, as a gate, and after it. */
    DEFAULT("default", true, true),
    /** As a gate only: such a run never deviates. */
    BEFORE_METHOD_ONLY("before-method-only", true, false),
    /** After the method only. */
    AFTER_METHOD_ONLY("after-method-only", false, true),
    /** Never. */
    SKIP("skip", false, false);

    private static final List<String> NOT_RUN_YET = List.of("during-method-only", "continuously", "continously");

    private final String spelling;
    private final boolean before;
    private final boolean after;

    HypothesisStrategy(String spelling, boolean before, boolean after) {
        this.spelling = spelling;
        this.before = before;
        this.after = after;
    }

    /** As files and the command line write it. */
    public String spelling() {
        return spelling;
    }

    boolean before() {
        return before;
    }

    boolean after() {
        return after;
    }

    /** @throws IllegalArgumentException when there is none of that name, or it is one that is not run yet */
    public static HypothesisStrategy of(String spelling) {
        List<String> known = new ArrayList<>();
        for (HypothesisStrategy each : values()) {
            if (each.spelling.equals(spelling)) {
                return each;
            }
            known.add(each.spelling);
        }
        if (NOT_RUN_YET.contains(spelling)) {
            throw new IllegalArgumentException(
                    "hypothesis strategy '" + spelling + "' is not run yet; these are: " + String.join(", ", known));
        }
        throw new IllegalArgumentException("unknown hypothesis strategy '" + spelling + "'; known: "
                + String.join(", ", known) + Suggestions.didYouMean(spelling, known));
    }
}
