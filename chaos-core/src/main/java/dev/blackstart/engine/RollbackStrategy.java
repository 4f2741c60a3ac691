package dev.blackstart.engine;

import dev.blackstart.document.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** When rollbacks are played. */
public enum RollbackStrategy {
    /** Unless the run was interrupted or a probe of the hypothesis failed. */
    DEFAULT,
    /** Whatever happened. */
    ALWAYS,
    NEVER,
    /** Only when the hypothesis was not met after the method. */
    DEVIATED;

    /** As files and the command line write it. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public static RollbackStrategy of(String spelling) {
        List<String> known =
                Arrays.stream(values()).map(RollbackStrategy::spelling).toList();
        int index = known.indexOf(spelling);
        if (index < 0) {
            throw new IllegalArgumentException("unknown rollback strategy '" + spelling + "'; known: "
                    + String.join(", ", known) + Suggestions.didYouMean(spelling, known));
        }
        return values()[index];
    }
}
