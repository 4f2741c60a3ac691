package dev.blackstart.experiment;

import dev.blackstart.document.Location;
import org.jspecify.annotations.Nullable;

/** An entry of {@code configuration}. */
public sealed interface ConfigurationValue {
    Location at();

    /** Used as it is. */
    record Inline(Location at, @Nullable Object value) implements ConfigurationValue {}

    /**
     * From the environment.
     *
     * @param hasDefault whether the file gives a default (which may be null)
     * @param type the declared {@code env_var_type}, or null
     */
    record Env(
            Location at,
            String key,
            boolean hasDefault,
            @Nullable Object defaultValue,
            @Nullable String type) implements ConfigurationValue {}

    /** From a probe that runs at the start of the run. */
    record Dynamic(Location at, Activity.Definition probe) implements ConfigurationValue {}
}
