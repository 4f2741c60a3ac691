package dev.blackstart.plan;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Documents;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Extension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the files that an extension names are there. Where one is not, the experiment is what is wrong, not that file. */
final class NamedFiles {
    /** What a file of each kind always has. */
    private static final Map<String, String> MEMBERS =
            Map.of("topology", "services", "playbook", "steps", "alert.slo", "apiVersion");

    private static final int MOST_TRIES = 5;

    private final Experiment experiment;
    private final Extension extension;
    private final List<Problem> problems;

    NamedFiles(Experiment experiment, Extension extension, List<Problem> problems) {
        this.experiment = experiment;
        this.extension = extension;
        this.problems = problems;
    }

    /** @param member of the extension that names it: {@code topology}, {@code alert.slo} or {@code playbook} */
    boolean isThere(Path file, String member) {
        if (Files.exists(file)) {
            return true;
        }
        Optional<Node> node = node(member);
        String name = node.map(Node::plain).map(String::valueOf).orElse(file.toString());
        problems.add(new Problem(
                node.map(Node::at).orElse(extension.at()),
                member + ": '" + name + "': there is no file of this name"
                        + meant(file, MEMBERS.getOrDefault(member, ""))));
        return false;
    }

    /** What the file says there. */
    private Optional<Node> node(String path) {
        Optional<Node> node = Optional.ofNullable(
                        experiment.document().members().get("extensions"))
                .filter(Node.Sequence.class::isInstance)
                .flatMap(all -> ((Node.Sequence) all)
                        .items().stream()
                                .filter(each -> each.at().equals(extension.at()))
                                .findFirst());
        for (String member : path.split("\\.", -1)) {
            node = node.map(within ->
                    within instanceof Node.Mapping mapping ? mapping.members().get(member) : null);
        }
        return node;
    }

    /** The nearest name of a file beside it that is of the same kind. */
    private static String meant(Path file, String member) {
        String name = String.valueOf(file.getFileName());
        List<String> beside = new ArrayList<>(names(file.toAbsolutePath().getParent()));
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<String> nearest = Suggestions.nearest(name, beside);
            if (nearest.isEmpty()) {
                return "";
            }
            if (has(file.resolveSibling(nearest.get()), member)) {
                return " (did you mean " + nearest.get() + "?)";
            }
            beside.remove(nearest.get());
        }
        return "";
    }

    private static List<String> names(@Nullable Path folder) {
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.limit(1000)
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean has(Path file, String member) {
        try {
            return Documents.read(file, file.toString()) instanceof Node.Mapping mapping
                    && mapping.members().containsKey(member);
        } catch (DocumentInvalid e) {
            return false;
        }
    }
}
