package dev.blackstart.provider;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a native function may use of the run that calls it. */
public interface CallContext {
    RunClock clock();

    Cancellation cancellation();

    /** The resolved configuration. */
    Map<String, @Nullable Object> configuration();

    /** The merged groups of secrets that the provider names. */
    Map<String, @Nullable Object> secrets();

    /** A part of the running arm, such as {@code RunningTopology}, {@code Sli} or {@code Faults}; empty when the run has none. */
    <T> Optional<T> find(Class<T> part);

    /** @throws ActivityFailed with a message that says what the experiment lacks */
    default <T> T require(Class<T> part, String lacking) {
        return find(part).orElseThrow(() -> new ActivityFailed(lacking));
    }
}
