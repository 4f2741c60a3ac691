package dev.blackstart.engine;

import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.ConfigurationValue;
import dev.blackstart.experiment.Provider;
import dev.blackstart.journal.Section;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configuration that probes find out when the run starts. A probe that fails leaves its key out, and the run goes on. */
public final class DynamicConfiguration implements Configuration.DynamicValues {
    private final ArmContext arm;
    private final Cancellation cancellation;
    private final List<String> leftOut = new ArrayList<>();

    public DynamicConfiguration(ArmContext arm, Cancellation cancellation) {
        this.arm = arm;
        this.cancellation = cancellation;
    }

    @Override
    public void resolve(String key, ConfigurationValue.Dynamic entry, Map<String, @Nullable Object> values) {
        Configuration before = new Configuration(values, Map.of(), List.of());
        ActivityRunner runner = new ActivityRunner(arm, before, Dry.NONE, Map.of());
        try {
            ActivityResult result = runner.run(Section.CONFIGURATION, entry.probe(), false, cancellation);
            if (!result.failed()
                    && result.unclear() == null
                    && worked(entry.probe().provider(), result.output())) {
                values.put(key, value(entry.probe().provider(), result.output()));
                return;
            }
        } catch (Cancelled e) {
            throw e;
        } catch (RuntimeException recorded) {
            // The journal of events has it; for the configuration it is a probe that failed.
        }
        leftOut.add(key);
    }

    /** The keys whose probes failed. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    private static boolean worked(Provider provider, @Nullable Object output) {
        return !(provider instanceof Provider.LocalProcess)
                || (output instanceof Map<?, ?> map && Long.valueOf(0).equals(map.get("status")));
    }

    private static @Nullable Object value(Provider provider, @Nullable Object output) {
        if (provider instanceof Provider.LocalProcess && output instanceof Map<?, ?> map) {
            return String.valueOf(map.get("stdout")).strip();
        }
        return provider instanceof Provider.Http && output instanceof Map<?, ?> map ? map.get("body") : output;
    }
}
