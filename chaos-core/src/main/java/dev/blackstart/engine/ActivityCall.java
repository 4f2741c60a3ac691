package dev.blackstart.engine;

import dev.blackstart.experiment.Provider;
import dev.blackstart.provider.CallContext;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
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

    static ActivityCall of(Provider provider, ArmContext arm, Variables variables, Cancellation cancellation) {
        Map<String, @Nullable Object> secrets =
                provider instanceof Provider.Python python ? variables.secretsOf(python.secrets()) : Map.of();
        return new ActivityCall(arm.clock(), cancellation, variables.configuration(), secrets, arm.parts());
    }

    @Override
    public <T> Optional<T> find(Class<T> part) {
        return Optional.ofNullable(part.cast(parts.get(part)));
    }
}
