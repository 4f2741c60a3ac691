package dev.blackstart.experiment;

import dev.blackstart.document.Fields;
import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.tolerance.Tolerance;
import dev.blackstart.tolerance.ToleranceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads activities, in experiments and wherever else probes and actions stand, such as playbooks. Members that Chaos Toolkit does not
 * know are ignored, as there.
 */
public final class ActivityReader {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");

    private final List<Problem> problems;
    private final List<String> controlNames;

    /** @param problems is added to */
    public ActivityReader(List<Problem> problems) {
        this(problems, List.of());
    }

    /** @param controlNames of the controls of the experiment, which controls of an activity may refer to */
    ActivityReader(List<Problem> problems, List<String> controlNames) {
        this.problems = problems;
        this.controlNames = controlNames;
    }

    /** The activity that a node describes; empty when too much of it is wrong, and then there are problems. */
    public Optional<Activity> read(Node node) {
        return read(node, false);
    }

    /** As {@link #read}, for the probes of a hypothesis: one without a tolerance is a problem. */
    public Optional<Activity> readJudged(Node node) {
        return read(node, true);
    }

    /** The activities of a list. What is not a list is a problem. */
    public List<Activity> readAll(Node node, String what, boolean judged) {
        List<Activity> activities = new ArrayList<>();
        if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> read(item, judged).ifPresent(activities::add));
        } else {
            problems.add(new Problem(node.at(), what + " must be a list of activities, not " + Fields.describe(node)));
        }
        return activities;
    }

    private Optional<Activity> read(Node node, boolean judged) {
        if (Truth.isFalse(node)) {
            problems.add(new Problem(node.at(), "an empty activity is no activity"));
            return Optional.empty();
        }
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(new Problem(node.at(), "an activity must be a mapping, not " + Fields.describe(node)));
            return Optional.empty();
        }
        return Optional.ofNullable(
                Truth.isNull(mapping.members().get("ref")) ? definition(mapping, judged) : reference(mapping, judged));
    }

    private @Nullable Activity reference(Node.Mapping mapping, boolean judged) {
        Node ref = mapping.members().get("ref");
        Tolerance tolerance = tolerance(mapping, judged, "the reference");
        if (ref == null || !(ref.plain() instanceof String name) || name.isEmpty()) {
            return wrong(mapping, "ref", "a reference must be the name of an activity, and not empty");
        }
        return new Activity.Reference(mapping.at(), mapping, name, background(mapping), tolerance);
    }

    private @Nullable Activity definition(Node.Mapping mapping, boolean judged) {
        Activity.Kind kind = kind(mapping);
        Node name = mapping.members().get("name");
        if (name == null || Truth.isFalse(name)) {
            wrong(mapping, "name", "an activity must have a name");
        }
        Node declared = mapping.members().get("provider");
        Provider provider = null;
        if (declared == null || Truth.isFalse(declared)) {
            wrong(mapping, "provider", "an activity must have a provider");
        } else {
            provider = ProviderReader.read(declared, problems);
        }
        Node timeout = mapping.members().get("timeout");
        if (!Truth.isNull(timeout) && !isNumber(timeout)) {
            wrong(
                    mapping,
                    "timeout",
                    "the timeout of an activity must be a number of seconds, not " + described(timeout));
        }
        Activity.Pauses pauses = pauses(mapping);
        boolean background = background(mapping);
        String shown = name == null ? "it" : "'" + PythonText.of(name.plain()) + "'";
        Tolerance tolerance = tolerance(mapping, judged, shown);
        List<Control> controls = ControlReader.read(mapping, controlNames, problems);
        if (kind == null || name == null || Truth.isFalse(name) || provider == null) {
            return null;
        }
        return new Activity.Definition(
                mapping.at(),
                mapping,
                kind,
                PythonText.of(name.plain()),
                provider,
                tolerance,
                pauses,
                background,
                controls);
    }

    private Activity.@Nullable Kind kind(Node.Mapping mapping) {
        Node type = mapping.members().get("type");
        if (type == null || Truth.isFalse(type)) {
            wrong(mapping, "type", "an activity must have a type: probe or action");
            return null;
        }
        String name = PythonText.of(type.plain());
        if (!name.equals("probe") && !name.equals("action")) {
            List<String> known = List.of("probe", "action");
            wrong(
                    mapping,
                    "type",
                    "'" + name + "' is no type of activity; known: probe, action"
                            + Suggestions.didYouMean(name, known));
            return null;
        }
        return Activity.Kind.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private @Nullable Tolerance tolerance(Node.Mapping mapping, boolean judged, String shown) {
        Node tolerance = mapping.members().get("tolerance");
        if (tolerance == null) {
            if (judged) {
                wrong(mapping, "tolerance", "a probe of a hypothesis must have a tolerance; " + shown + " has none");
            }
            return null;
        }
        // Elsewhere nobody judges by it, so what it says cannot be wrong.
        List<Problem> found = judged ? problems : new ArrayList<>();
        Tolerance read = ToleranceReader.read(tolerance, found).orElse(null);
        if (judged && read instanceof Tolerance.Probe probe) {
            definition(probe.document(), false);
        }
        return read;
    }

    private Activity.Pauses pauses(Node.Mapping mapping) {
        Node pauses = mapping.members().get("pauses");
        if (Truth.isNull(pauses)) {
            return Activity.Pauses.NONE;
        }
        if (!(pauses instanceof Node.Mapping waits)) {
            wrong(mapping, "pauses", "pauses must be a mapping with before and after, not " + described(pauses));
            return Activity.Pauses.NONE;
        }
        return new Activity.Pauses(pause(waits, "before"), pause(waits, "after"));
    }

    private @Nullable Object pause(Node.Mapping pauses, String when) {
        Node pause = pauses.members().get(when);
        if (pause == null || Truth.isNull(pause)) {
            return null;
        }
        boolean variable =
                pause.plain() instanceof String text && VARIABLE.matcher(text).matches();
        if (!variable && !isNumber(pause)) {
            wrong(
                    pauses,
                    when,
                    "the pause " + when + " an activity must be a number of seconds or ${variable}, not "
                            + described(pause));
            return null;
        }
        return pause.plain() instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : pause.plain();
    }

    private boolean background(Node.Mapping mapping) {
        Node background = mapping.members().get("background");
        if (background == null || Truth.isNull(background)) {
            return false;
        }
        if (!(background.plain() instanceof Boolean truth)) {
            wrong(mapping, "background", "background must be true or false, not " + described(background));
            return false;
        }
        return truth;
    }

    /** Python counts booleans among the numbers. */
    private static boolean isNumber(@Nullable Node node) {
        Object value = node == null ? null : node.plain();
        return value instanceof Number || value instanceof Boolean;
    }

    private static String described(@Nullable Node node) {
        return node == null ? "nothing" : Fields.describe(node);
    }

    private @Nullable Activity wrong(Node.Mapping mapping, String name, String message) {
        Node node = mapping.members().get(name);
        Location at = node == null
                ? mapping.at().member(name, mapping.at().line(), mapping.at().column())
                : node.at();
        problems.add(new Problem(at, message));
        return null;
    }
}
