package dev.blackstart.experiment;

import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the entries of {@code configuration}. */
final class ConfigurationReader {
    private ConfigurationReader() {}

    static Map<String, ConfigurationValue> read(Node.Mapping configuration, List<Problem> problems) {
        Map<String, ConfigurationValue> values = new LinkedHashMap<>();
        configuration.members().forEach((key, node) -> {
            ConfigurationValue value = value(key, node, problems);
            if (value != null) {
                values.put(key, value);
            }
        });
        return values;
    }

    private static @Nullable ConfigurationValue value(String key, Node node, List<Problem> problems) {
        Object type = node instanceof Node.Mapping mapping && mapping.members().containsKey("type")
                ? mapping.members().get("type").plain()
                : null;
        if ("env".equals(type)) {
            return environment(key, (Node.Mapping) node, problems);
        }
        if ("probe".equals(type)) {
            Optional<Activity> probe = new ActivityReader(problems).read(node);
            return probe.isPresent() && probe.get() instanceof Activity.Definition definition
                    ? new ConfigurationValue.Dynamic(node.at(), definition)
                    : null;
        }
        // Mappings of any other type are values like others, as in Chaos Toolkit.
        return new ConfigurationValue.Inline(node.at(), node.plain());
    }

    private static @Nullable ConfigurationValue environment(String key, Node.Mapping mapping, List<Problem> problems) {
        Node variable = mapping.members().get("key");
        if (variable == null || !(variable.plain() instanceof String name) || name.isEmpty()) {
            problems.add(new Problem(
                    variable == null ? mapping.at() : variable.at(),
                    "'" + key + "' is of type env and needs a key: the name of an environment variable"));
            return null;
        }
        Node type = mapping.members().get("env_var_type");
        Object declared = type == null ? null : type.plain();
        String typeName = declared == null ? null : String.valueOf(declared);
        if (type != null && !TypedText.isType(typeName)) {
            problems.add(new Problem(
                    type.at(),
                    "unknown env_var_type " + PythonText.quoted(declared) + "; known: "
                            + String.join(", ", TypedText.TYPES)));
            return null;
        }
        Node byDefault = mapping.members().get("default");
        return new ConfigurationValue.Env(
                mapping.at(), name, byDefault != null, byDefault == null ? null : byDefault.plain(), typeName);
    }
}
