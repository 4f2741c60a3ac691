package dev.blackstart.document;

import java.util.List;
import java.util.stream.Collectors;

/** A file that is not there, cannot be read, or is not the JSON or YAML that it should be. Carries at least one problem. */
public final class DocumentInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public DocumentInvalid(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    DocumentInvalid(Location at, String message) {
        this(List.of(new Problem(at, message)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
