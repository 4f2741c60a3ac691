package dev.blackstart.experiment;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Documents;
import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line lays over an experiment's configuration and secrets. Only keys that the experiment declares are replaced.
 *
 * @param configuration by key
 * @param secrets whole groups by name
 * @param environment variables that count as set
 * @param problems files that could not be read; they override nothing
 */
public record Overrides(
        Map<String, ConfigurationValue> configuration,
        Map<String, @Nullable Object> secrets,
        Map<String, String> environment,
        List<Problem> problems) {
    public static final Overrides NONE = new Overrides(Map.of(), Map.of(), Map.of(), List.of());

    public Overrides {
        configuration = Map.copyOf(configuration);
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        environment = Map.copyOf(environment);
        problems = List.copyOf(problems);
    }

    /**
     * Reads {@code --var KEY[:type]=VALUE} and {@code --var-file PATH}; variables win over files, later files over earlier ones. A file
     * named .json, .yaml or .yml has members {@code configuration} and {@code secrets}; any other has lines {@code NAME=value} for the
     * environment.
     *
     * @throws IllegalArgumentException for a variable that is not written so, or whose value is not of its type
     */
    public static Overrides of(List<String> variables, List<Path> files) {
        Map<String, ConfigurationValue> configuration = new LinkedHashMap<>();
        Map<String, @Nullable Object> secrets = new LinkedHashMap<>();
        Map<String, String> environment = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                if (Documents.formatOf(file.toString()).isPresent()) {
                    document(Documents.read(file, file.toString()), configuration, secrets, problems);
                } else {
                    environment.putAll(lines(file));
                }
            } catch (DocumentInvalid e) {
                problems.addAll(e.problems());
            } catch (IOException e) {
                problems.add(new Problem(new Location(file.toString(), 0, 0, ""), "cannot be read: " + e.getMessage()));
            }
        }
        variables.forEach(variable -> variable(variable, configuration));
        return new Overrides(configuration, secrets, environment, problems);
    }

    private static void variable(String variable, Map<String, ConfigurationValue> into) {
        int equals = variable.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "--var " + variable + ": write KEY=VALUE or KEY:type=VALUE, with a type of " + TypedText.TYPES);
        }
        String declared = variable.substring(0, equals);
        int colon = declared.lastIndexOf(':');
        String key = colon < 0 ? declared : declared.substring(0, colon);
        String type = colon < 0 ? null : declared.substring(colon + 1);
        try {
            Object value = TypedText.cast(variable.substring(equals + 1), type);
            into.put(key, new ConfigurationValue.Inline(new Location("--var " + key, 0, 0, ""), value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--var " + key + ": " + e.getMessage(), e);
        }
    }

    private static void document(
            Node root,
            Map<String, ConfigurationValue> configuration,
            Map<String, @Nullable Object> secrets,
            List<Problem> problems) {
        if (!(root instanceof Node.Mapping mapping)) {
            problems.add(new Problem(root.at(), "a file of variables has the members configuration and secrets"));
            return;
        }
        if (mapping.members().get("configuration") instanceof Node.Mapping values) {
            configuration.putAll(ConfigurationReader.read(values, problems));
        }
        if (mapping.members().get("secrets") instanceof Node.Mapping groups) {
            secrets.putAll(groups.plain());
        }
    }

    private static Map<String, String> lines(Path file) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String text = line.strip().replaceFirst("^export\\s+", "");
            int equals = text.indexOf('=');
            if (!text.startsWith("#") && equals > 0) {
                variables.put(
                        text.substring(0, equals).strip(),
                        unquoted(text.substring(equals + 1).strip()));
            }
        }
        return variables;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
