package dev.blackstart.experiment;

import dev.blackstart.document.Location;
import dev.blackstart.tolerance.Tolerance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entry {@code blackstart} of the top-level {@code extensions}: everything that Chaos Toolkit does not know. What is left out
 * is absent, also from what can be claimed. Paths are resolved against the experiment's folder.
 *
 * @param seed of every random choice in the run; 0 when not given
 * @param abortWhen probes that stop the run as soon as one of them <em>meets</em> its tolerance
 * @param vacuity what becomes of probes that were met and say nothing
 */
public record Extension(
        Location at,
        Optional<Path> topology,
        long seed,
        Optional<Workload> workload,
        Optional<Degradation> degradation,
        Optional<AlertRule> alert,
        Optional<Path> playbook,
        Optional<Recovery> recovery,
        ControlArm control,
        Optional<BlastRadius> blastRadius,
        List<Activity> abortWhen,
        Vacuity vacuity) {
    public Extension {
        abortWhen = List.copyOf(abortWhen);
    }

    /**
     * Load on the system, open loop.
     *
     * @param rate requests a second, above 0
     * @param timeout of one request
     * @param call what is called
     * @param degradedWhen an OK answer that meets it is degraded, not full; null: every OK answer is full
     * @param shedWhen an answer that meets it counts as shed, beside RESOURCE_EXHAUSTED, 429 and 503; null: only those
     */
    public record Workload(
            Location at,
            double rate,
            Duration timeout,
            Call call,
            @Nullable Tolerance degradedWhen,
            @Nullable Tolerance shedWhen) {
        public Workload {
            if (!(rate > 0 && rate <= 10_000)) {
                throw new IllegalArgumentException("workload.rate must be in (0, 10000] requests a second: " + rate);
            }
        }
    }

    /** One request of the workload. */
    public sealed interface Call {
        Location at();

        /** The service that is called, by name. */
        String to();

        /** As the topology file names it; -1 for the service's only one. */
        int port();

        /**
         * @param method {@code package.Service/Method}
         * @param request the message as JSON
         * @param nestedRequest bytes fields of the request that hold a message: path to full message name
         * @param nestedResponse the same for the response
         */
        record Grpc(
                Location at,
                String to,
                int port,
                String method,
                Map<String, @Nullable Object> request,
                Map<String, String> nestedRequest,
                Map<String, String> nestedResponse)
                implements Call {}

        /**
         * @param path begins with {@code /}
         * @param body sent as JSON when it is a mapping or a list, as text when it is a string; null for none
         */
        record Http(
                Location at,
                String to,
                int port,
                String method,
                String path,
                Map<String, String> headers,
                @Nullable Object body)
                implements Call {}
    }

    /** What still has to hold while the fault is on. At least one probe. */
    public record Degradation(Location at, String title, List<Activity> probes) {
        public Degradation {
            probes = List.copyOf(probes);
        }
    }

    /**
     * The alert that should fire.
     *
     * @param slo the OpenSLO file
     * @param within after the fault clock
     * @param timeScale real windows are divided by it, at least 1
     */
    public record AlertRule(Location at, Path slo, Duration within, double timeScale) {}

    /**
     * When the system counts as recovered.
     *
     * @param within counted from the last playbook step, or from the end of the fault where there is no playbook
     * @param hold the length of the window that must be good
     */
    public record Recovery(Location at, Duration within, Duration hold) {}

    /** What becomes of probes that were met though nobody looked during the fault, or there was nothing to be seen. */
    public enum Vacuity {
        /** The run is inconclusive. */
        INCONCLUSIVE,
        /** It is noted in the outcome, and no more. */
        WARN;

        /** As in files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param runs 0 or 1 control arms */
    public record ControlArm(int runs) {}
}
