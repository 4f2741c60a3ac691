package dev.blackstart.experiment;

import dev.blackstart.document.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** An experiment cannot be run as it is written. Carries all of its problems, at least one. */
public final class ExperimentInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ExperimentInvalid(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
