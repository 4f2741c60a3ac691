package dev.blackstart.load;

import dev.blackstart.document.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A workload cannot be sent to these servers as the experiment describes it. Carries at least one problem, each located there. */
public final class WorkloadInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public WorkloadInvalid(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
