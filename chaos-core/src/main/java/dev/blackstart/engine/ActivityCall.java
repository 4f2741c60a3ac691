package dev.blackstart.engine;

import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Provider;
import dev.blackstart.provider.CallContext;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a native function sees of the run. */
record ActivityCall(
        RunClock clock,
        Cancellation cancellation,
        Map<String, @Nullable Object> configuration,
        Map<String, @Nullable Object> secrets,
        Map<Class<?>, Object> parts)
        implements CallContext {

    static ActivityCall of(Provider provider, ArmContext arm, Configuration configuration, Cancellation cancellation) {
        Map<String, @Nullable Object> secrets = provider instanceof Provider.Python python
                ? merged(python.secrets(), configuration.secrets())
                : Map.of();
        return new ActivityCall(arm.clock(), cancellation, configuration.values(), secrets, arm.parts());
    }

    /** The members of these groups; those of a later group win. */
    private static Map<String, @Nullable Object> merged(List<String> groups, Map<String, @Nullable Object> secrets) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        for (String group : groups) {
            if (secrets.get(group) instanceof Map<?, ?> members) {
                members.forEach((name, value) -> merged.put(String.valueOf(name), value));
            }
        }
        return merged;
    }

    @Override
    public <T> Optional<T> find(Class<T> part) {
        return Optional.ofNullable(part.cast(parts.get(part)));
    }
}
