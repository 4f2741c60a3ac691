package dev.blackstart.engine;

import dev.blackstart.experiment.Substitution;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resolved configuration and secrets of a run.
 *
 * @param configuration by name, in the order of the file
 * @param secrets groups, in the order of the file; a group is a mapping
 */
public record Variables(Map<String, @Nullable Object> configuration, Map<String, @Nullable Object> secrets) {
    public static final Variables NONE = new Variables(Map.of(), Map.of());

    public Variables {
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    Substitution substitution() {
        return new Substitution(configuration);
    }

    /** The members of these groups; those of a later group win. */
    Map<String, @Nullable Object> secretsOf(List<String> groups) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        for (String group : groups) {
            if (secrets.get(group) instanceof Map<?, ?> members) {
                members.forEach((name, value) -> merged.put(String.valueOf(name), value));
            }
        }
        return merged;
    }
}
