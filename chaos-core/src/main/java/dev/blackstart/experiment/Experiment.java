package dev.blackstart.experiment;

import dev.blackstart.document.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Chaos Toolkit experiment, with Blackstart's extension where the file has one. Immutable; values are as declared, before
 * substitution.
 *
 * @param source the file as the user named it, or its URL
 * @param document the located tree that it was read from; journals echo it
 * @param configuration values, dynamic entries not yet resolved; keys in the order of the file
 * @param secrets groups of secrets, as declared
 * @param hypothesis null when the file has none, or one without probes
 */
public record Experiment(
        String source,
        Node.Mapping document,
        String title,
        String description,
        List<String> tags,
        Map<String, ConfigurationValue> configuration,
        Map<String, @Nullable Object> secrets,
        List<Control> controls,
        @Nullable Hypothesis hypothesis,
        List<Activity> method,
        List<Activity> rollbacks,
        RuntimeSettings runtime,
        Optional<Extension> extension) {
    public Experiment {
        tags = List.copyOf(tags);
        controls = List.copyOf(controls);
        method = List.copyOf(method);
        rollbacks = List.copyOf(rollbacks);
    }
}
