package dev.blackstart.experiment;

import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Configuration and secrets with their values: environment read, types cast, overrides laid over. What could not be resolved is left
 * out and among the problems.
 *
 * @param values of the configuration, in the order of the file
 * @param secrets groups of secrets
 */
public record Configuration(
        Map<String, @Nullable Object> values, Map<String, @Nullable Object> secrets, List<Problem> problems) {
    public Configuration {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        problems = List.copyOf(problems);
    }

    /** Resolves what a probe has to find out when the run starts. */
    public interface DynamicValues {
        /** Leaves dynamic entries out; for validation, which runs nothing. */
        DynamicValues NONE = (key, entry, values) -> {};

        /**
         * Runs the probe and puts its value under {@code key}; leaves it out when the probe fails.
         *
         * @param values what is declared before this entry; to be added to
         */
        void resolve(String key, ConfigurationValue.Dynamic entry, Map<String, @Nullable Object> values);
    }

    /** The same as {@code ${name}} replacement. */
    public Substitution substitution() {
        return new Substitution(values, secrets);
    }

    /**
     * Resolves an experiment's configuration and secrets. Blocks as long as {@code dynamic} does.
     *
     * @param environment usually {@code System.getenv()}; variables of the overrides' files come before it
     */
    public static Configuration resolve(
            Experiment experiment, Map<String, String> environment, Overrides overrides, DynamicValues dynamic) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.putAll(overrides.environment());
        List<Problem> problems = new ArrayList<>();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        experiment.configuration().forEach((key, declared) -> {
            ConfigurationValue value = overrides.configuration().getOrDefault(key, declared);
            if (value instanceof ConfigurationValue.Inline inline) {
                values.put(key, inline.value());
            } else if (value instanceof ConfigurationValue.Dynamic probe) {
                dynamic.resolve(key, probe, values);
            } else {
                environment(key, (ConfigurationValue.Env) value, variables, values, problems);
            }
        });
        Location at = experiment.document().at();
        Map<String, @Nullable Object> secrets = new LinkedHashMap<>(experiment.secrets());
        overrides.secrets().forEach((group, members) -> secrets.merge(group, members, Configuration::overlaid));
        Location secretsAt = experiment.document().members().containsKey("secrets")
                ? experiment.document().members().get("secrets").at()
                : at;
        secrets.replaceAll((group, members) ->
                secret(secretsAt.member(group, secretsAt.line(), secretsAt.column()), members, variables, problems));
        return new Configuration(values, secrets, problems);
    }

    /** Overrides replace single members of a group; the others stay. */
    private static Object overlaid(Object declared, Object override) {
        if (!(declared instanceof Map<?, ?> members) || !(override instanceof Map<?, ?> replaced)) {
            return override;
        }
        Map<Object, @Nullable Object> both = new LinkedHashMap<>(members);
        both.putAll(replaced);
        return both;
    }

    private static void environment(
            String key,
            ConfigurationValue.Env env,
            Map<String, String> variables,
            Map<String, @Nullable Object> values,
            List<Problem> problems) {
        String set = variables.get(env.key());
        if (set == null && !env.hasDefault()) {
            problems.add(new Problem(
                    env.at(),
                    "the environment variable " + env.key() + " is not set, and '" + key + "' has no default"));
            return;
        }
        try {
            values.put(key, TypedText.cast(set != null ? set : env.defaultValue(), env.type()));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(
                    env.at(),
                    "'" + key + "' " + (set != null ? "from the environment variable " + env.key() : "by default")
                            + ": " + e.getMessage()));
        }
    }

    /** A secret with its environment variables read, at any depth. */
    private static @Nullable Object secret(
            Location at, @Nullable Object declared, Map<String, String> variables, List<Problem> problems) {
        if (!(declared instanceof Map<?, ?> members)) {
            return declared;
        }
        if ("env".equals(members.get("type"))) {
            String variable = String.valueOf(members.get("key"));
            if (variables.get(variable) == null) {
                problems.add(new Problem(at, "the environment variable " + variable + " of a secret is not set"));
            }
            return variables.get(variable);
        }
        Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            String member = String.valueOf(name);
            resolved.put(member, secret(at.member(member, at.line(), at.column()), value, variables, problems));
        });
        return resolved;
    }
}
