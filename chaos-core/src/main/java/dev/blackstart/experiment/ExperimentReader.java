package dev.blackstart.experiment;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Fields;
import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a located tree as an experiment and finds everything that is wrong with its shape, all at once. Accepts what Chaos Toolkit 1.45
 * accepts; members that it does not know are ignored, except inside Blackstart's own extension.
 */
public final class ExperimentReader {
    /**
     * An experiment and what is wrong with it.
     *
     * @param experiment as much as could be read: there may be one in spite of problems; empty when the document is no mapping
     * @param problems why it is invalid; empty when it is not
     * @param notRun what is valid, but cannot be run by this version; each is a reason to refuse a run
     */
    public record Reading(Optional<Experiment> experiment, List<Problem> problems, List<Problem> notRun) {
        public Reading {
            problems = List.copyOf(problems);
            notRun = List.copyOf(notRun);
        }

        /** @throws ExperimentInvalid when there are problems */
        public Experiment orThrow() {
            if (!problems.isEmpty()) {
                throw new ExperimentInvalid(problems);
            }
            return experiment.orElseThrow();
        }
    }

    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notRun = new ArrayList<>();
    private final Node.Mapping root;
    private final Path folder;
    private final ActivityReader activities;

    private ExperimentReader(Node.Mapping root, Path folder) {
        this.root = root;
        this.folder = folder;
        this.activities = new ActivityReader(problems, ControlReader.names(root));
    }

    /**
     * Reads a file. Blocks until it is read.
     *
     * @param shownAs how problems name it
     * @throws dev.blackstart.document.DocumentInvalid when it is not JSON or YAML
     */
    public static Reading read(Path file, String shownAs) {
        Path folder = file.toAbsolutePath().getParent();
        return read(Documents.read(file, shownAs), folder == null ? file.toAbsolutePath() : folder);
    }

    /**
     * Whether a file is meant to be an experiment, and no topology, playbook or the like, which stand beside them. Blocks until it is read.
     *
     * @throws dev.blackstart.document.DocumentInvalid when it is not JSON or YAML
     */
    public static boolean isMeant(Path file) {
        return Documents.read(file, file.toString()) instanceof Node.Mapping root
                && (root.members().containsKey("method") || root.members().containsKey("steady-state-hypothesis"));
    }

    /** @param folder which the paths in the extension start from */
    public static Reading read(Node document, Path folder) {
        if (Truth.isFalse(document)) {
            return failed(document, "an empty document is not an experiment");
        }
        if (!(document instanceof Node.Mapping root)) {
            return failed(document, "an experiment must be a mapping, not " + Fields.describe(document));
        }
        return new ExperimentReader(root, folder).read();
    }

    private static Reading failed(Node document, String message) {
        return new Reading(Optional.empty(), List.of(new Problem(document.at(), message)), List.of());
    }

    private Reading read() {
        String title = required("title", "an experiment must have a title");
        String description = required("description", "an experiment must have a description");
        List<String> tags = tags();
        Optional<Extension> extension = extension();
        Map<String, ConfigurationValue> configuration = configuration();
        Map<String, @Nullable Object> secrets = secrets();
        List<Control> controls = ControlReader.read(root, List.of(), problems);
        Hypothesis hypothesis = hypothesis();
        List<Activity> method = method();
        Node rollbacks = member("rollbacks");
        Experiment experiment = new Experiment(
                root.at().source(),
                root,
                title,
                description,
                tags,
                configuration,
                secrets,
                controls,
                hypothesis == null || hypothesis.probes().isEmpty() ? null : hypothesis,
                method,
                rollbacks == null || Truth.isFalse(rollbacks)
                        ? List.of()
                        : activities.readAll(rollbacks, "rollbacks", false),
                runtime(),
                extension);
        references(experiment);
        NotRun.find(experiment, notRun);
        return new Reading(Optional.of(experiment), problems, notRun);
    }

    private String required(String name, String missing) {
        Node node = member(name);
        if (node == null || Truth.isFalse(node)) {
            problems.add(new Problem(at(name), missing));
            return "";
        }
        return PythonText.of(node.plain());
    }

    private List<String> tags() {
        Node tags = member("tags");
        if (tags == null || Truth.isFalse(tags)) {
            return List.of();
        }
        if (tags.plain() instanceof String one) {
            return List.of(one);
        }
        if (!(tags instanceof Node.Sequence sequence)) {
            problems.add(new Problem(tags.at(), "tags must be a list of texts, not " + Fields.describe(tags)));
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.items()) {
            if (item.plain() instanceof String text && !text.isEmpty()) {
                texts.add(text);
            } else {
                problems.add(
                        new Problem(item.at(), "a tag must be a text that is not empty, not " + Fields.describe(item)));
            }
        }
        return texts;
    }

    private Optional<Extension> extension() {
        Node extensions = member("extensions");
        if (extensions == null || Truth.isFalse(extensions)) {
            return Optional.empty();
        }
        if (!(extensions instanceof Node.Sequence sequence)) {
            problems.add(new Problem(extensions.at(), "extensions must be a list, not " + Fields.describe(extensions)));
            return Optional.empty();
        }
        Optional<Extension> ours = Optional.empty();
        for (Node item : sequence.items()) {
            Node name = item instanceof Node.Mapping entry ? entry.members().get("name") : null;
            if (name == null || !(name.plain() instanceof String text) || text.isBlank()) {
                problems.add(new Problem(item.at(), "each entry of extensions must have a name that is not empty"));
            } else if (text.equals(ExtensionReader.NAME)) {
                if (ours.isPresent()) {
                    problems.add(
                            new Problem(item.at(), "there is a second extension named blackstart; one file has one"));
                }
                ours = new ExtensionReader((Node.Mapping) item, folder, problems, activities).read();
            } else {
                // Others are none of our business, but a slip in ours would silently take all of it away.
                Suggestions.nearest(text, List.of(ExtensionReader.NAME))
                        .ifPresent(meant -> problems.add(new Problem(
                                name.at(),
                                "the extension '" + text + "' would be ignored (did you mean " + meant + "?)")));
            }
        }
        return ours;
    }

    private Map<String, ConfigurationValue> configuration() {
        Node configuration = member("configuration");
        if (configuration == null || Truth.isFalse(configuration)) {
            return Map.of();
        }
        if (configuration instanceof Node.Mapping mapping) {
            return ConfigurationReader.read(mapping, problems);
        }
        problems.add(new Problem(
                configuration.at(), "configuration must be a mapping, not " + Fields.describe(configuration)));
        return Map.of();
    }

    private Map<String, @Nullable Object> secrets() {
        Node secrets = member("secrets");
        if (secrets == null || Truth.isFalse(secrets)) {
            return Map.of();
        }
        if (!(secrets instanceof Node.Mapping mapping)) {
            problems.add(
                    new Problem(secrets.at(), "secrets must be a mapping of groups, not " + Fields.describe(secrets)));
            return Map.of();
        }
        Map<String, @Nullable Object> groups = new LinkedHashMap<>();
        mapping.members().forEach((name, group) -> {
            groups.put(name, group.plain());
            if (!(group instanceof Node.Mapping)) {
                problems.add(new Problem(
                        group.at(),
                        "the secrets '" + name + "' must be a group: a mapping of names to values, not "
                                + Fields.describe(group)));
            }
        });
        return groups;
    }

    private @Nullable Hypothesis hypothesis() {
        Node node = member("steady-state-hypothesis");
        if (node == null || Truth.isNull(node)) {
            return null;
        }
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(new Problem(node.at(), "a hypothesis must be a mapping, not " + Fields.describe(node)));
            return null;
        }
        Node title = mapping.members().get("title");
        if (title == null || Truth.isFalse(title)) {
            problems.add(new Problem(title == null ? mapping.at() : title.at(), "a hypothesis must have a title"));
        }
        Node probes = mapping.members().get("probes");
        return new Hypothesis(
                title == null ? "" : PythonText.of(title.plain()),
                probes == null || Truth.isFalse(probes) ? List.of() : activities.readAll(probes, "probes", true),
                ControlReader.read(mapping, ControlReader.names(root), problems));
    }

    private List<Activity> method() {
        Node method = member("method");
        if (method == null || Truth.isNull(method)) {
            problems.add(new Problem(
                    at("method"),
                    "an experiment must have a method; an empty list will do where only the hypothesis is checked"));
            return List.of();
        }
        return activities.readAll(method, "the method", false);
    }

    private RuntimeSettings runtime() {
        Node runtime = member("runtime");
        if (!(runtime instanceof Node.Mapping mapping) || Truth.isFalse(runtime)) {
            return RuntimeSettings.NONE;
        }
        return new RuntimeSettings(true, strategy(mapping, "hypothesis"), strategy(mapping, "rollbacks"));
    }

    private static @Nullable String strategy(Node.Mapping runtime, String of) {
        Node strategy = runtime.members().get(of) instanceof Node.Mapping mapping
                ? mapping.members().get("strategy")
                : null;
        return strategy == null || Truth.isNull(strategy) ? null : PythonText.of(strategy.plain());
    }

    /** Only the method's references make a file invalid; Chaos Toolkit finds the others when it comes to them. */
    private void references(Experiment experiment) {
        Map<String, Activity> known = new HashMap<>();
        List<Activity> probes = experiment.hypothesis() == null
                ? List.of()
                : experiment.hypothesis().probes();
        declared(experiment.method(), known);
        declared(probes, known);
        missing(experiment.method(), known, problems);
        missing(probes, known, notRun);
        missing(experiment.rollbacks(), known, notRun);
    }

    private static void declared(List<Activity> activities, Map<String, Activity> into) {
        activities.forEach(activity -> {
            if (activity instanceof Activity.Definition definition) {
                into.put(definition.name(), definition);
            }
        });
    }

    private static void missing(List<Activity> activities, Map<String, Activity> known, List<Problem> into) {
        for (Activity activity : activities) {
            if (activity instanceof Activity.Reference reference && !known.containsKey(reference.ref())) {
                into.add(new Problem(
                        reference.at(),
                        "the activity '" + reference.ref()
                                + "' that is referred to is neither in the method nor in the hypothesis"
                                + Suggestions.didYouMean(reference.ref(), known.keySet())));
            }
        }
    }

    private @Nullable Node member(String name) {
        return root.members().get(name);
    }

    private Location at(String name) {
        Node node = member(name);
        return node == null ? root.at().member(name, root.at().line(), root.at().column()) : node.at();
    }
}
