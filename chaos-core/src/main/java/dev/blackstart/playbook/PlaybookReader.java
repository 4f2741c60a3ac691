package dev.blackstart.playbook;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Documents;
import dev.blackstart.document.Fields;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.ActivityReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads playbook files: YAML or JSON. */
public final class PlaybookReader {
    /** What a step may take when it does not say. */
    static final Duration WITHIN = Duration.ofSeconds(30);

    private final Path file;
    private final List<Problem> problems;

    private PlaybookReader(Path file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads a playbook.
     *
     * @param shownAs the file as messages name it
     * @param problems is added to, everything that is wrong at once
     * @return empty when there was a problem
     */
    public static Optional<Playbook> read(Path file, String shownAs, List<Problem> problems) {
        Node node;
        try {
            node = Documents.read(file, shownAs);
        } catch (DocumentInvalid invalid) {
            problems.addAll(invalid.problems());
            return Optional.empty();
        }
        Fields fields = Fields.of(node, "a playbook", problems);
        Playbook playbook = new PlaybookReader(file, problems).playbook(fields);
        return fields.ok() ? Optional.of(playbook) : Optional.empty();
    }

    private Playbook playbook(Fields fields) {
        String alert = fields.requireText("alert");
        String severity = fields.text("severity").orElse("");
        String overview = fields.text("overview").orElse("");
        String escalation = fields.text("escalation").orElse("");
        List<Activity.Definition> verification = verification(fields);
        List<Playbook.Step> steps = steps(fields);
        fields.unknown();
        String fileName = file.getFileName().toString();
        String name = fileName.replaceFirst("\\.(ya?ml|json)$", "");
        return new Playbook(
                file,
                name,
                alert,
                fields.at("alert"),
                severity,
                overview.strip(),
                verification,
                steps,
                escalation.strip());
    }

    private List<Activity.Definition> verification(Fields fields) {
        List<Activity.Definition> probes = new ArrayList<>();
        for (Node node : fields.list("verification")) {
            boolean judged =
                    node instanceof Node.Mapping probe && probe.members().containsKey("tolerance");
            if (!judged) {
                problems.add(new Problem(node.at(), "a verification probe needs a tolerance"));
            }
            activity(node, judged).ifPresent(probes::add);
        }
        return probes;
    }

    private List<Playbook.Step> steps(Fields fields) {
        List<Playbook.Step> steps = new ArrayList<>();
        List<Node> nodes = fields.requireList("steps");
        if (nodes.isEmpty() && fields.has("steps")) {
            fields.problem("steps", "a playbook needs at least one step");
        }
        for (Node node : nodes) {
            Fields step = Fields.of(node, "a playbook step", problems);
            Duration within = step.duration("within").orElse(WITHIN);
            if (within.isZero()) {
                step.problem("within", "within must be longer than 0");
            }
            activity(node, false).ifPresent(activity -> {
                if (activity.kind() == Activity.Kind.PROBE) {
                    step.problem(
                            "type",
                            "a playbook step acts, and '" + activity.name()
                                    + "' is a probe: make it a verification, or an action");
                }
                steps.add(new Playbook.Step(activity, within));
            });
        }
        return steps;
    }

    private Optional<Activity.Definition> activity(Node node, boolean judged) {
        ActivityReader reader = new ActivityReader(problems);
        Activity activity = (judged ? reader.readJudged(node) : reader.read(node)).orElse(null);
        if (activity instanceof Activity.Reference reference) {
            problems.add(new Problem(
                    node.at(),
                    "a playbook stands alone and cannot refer to '" + reference.ref()
                            + "' of an experiment; write the activity out"));
        }
        return activity instanceof Activity.Definition definition ? Optional.of(definition) : Optional.empty();
    }
}
