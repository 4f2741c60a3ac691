package dev.blackstart.provider;

import dev.blackstart.document.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Arguments that a native function cannot take; carries every problem with them. */
public final class ArgumentsInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ArgumentsInvalid(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
