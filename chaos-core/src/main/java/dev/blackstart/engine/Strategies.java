package dev.blackstart.engine;

import dev.blackstart.experiment.RuntimeSettings;
import org.jspecify.annotations.Nullable;

/** How a run is to be conducted. */
public record Strategies(HypothesisStrategy hypothesis, RollbackStrategy rollbacks, Dry dry) {
    public static final Strategies DEFAULT =
            new Strategies(HypothesisStrategy.DEFAULT, RollbackStrategy.DEFAULT, Dry.NONE);

    /**
     * What the command line says, else what the experiment says, else the default.
     *
     * @param hypothesis null when the command line does not say
     * @param rollbacks null when the command line does not say
     * @throws IllegalArgumentException for a name that is unknown or not run yet
     */
    public static Strategies of(
            RuntimeSettings declared, @Nullable String hypothesis, @Nullable String rollbacks, Dry dry) {
        return new Strategies(
                HypothesisStrategy.of(first(hypothesis, declared.hypothesisStrategy())),
                RollbackStrategy.of(first(rollbacks, declared.rollbacksStrategy())),
                dry);
    }

    /** Of a control arm: the same method, but neither the hypothesis after it nor rollbacks. */
    public Strategies forControl() {
        HypothesisStrategy gate = hypothesis.before() ? HypothesisStrategy.BEFORE_METHOD_ONLY : HypothesisStrategy.SKIP;
        return new Strategies(gate, RollbackStrategy.NEVER, dry);
    }

    private static String first(@Nullable String commandLine, @Nullable String declared) {
        return commandLine != null ? commandLine : declared != null ? declared : "default";
    }
}
