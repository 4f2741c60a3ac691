package dev.blackstart.plan;

import dev.blackstart.experiment.BlastRadius;
import java.time.Duration;
import java.util.Optional;

/**
 * What an environment allows the runs in it: the part of a settings file that holds for a run.
 *
 * @param environment its name in the file; empty where there is no file, or it has no environments
 * @param longestLease the upper bound of every fault's lease
 */
public record Settings(
        Optional<String> environment, BlastRadius blastRadius, Optional<BlastRadius.Limit<Duration>> longestLease) {
    /** Without a settings file: no limits beyond the experiment's own. */
    public static final Settings NONE = new Settings(Optional.empty(), BlastRadius.UNLIMITED, Optional.empty());

    /** The settings file of a folder and those below it. */
    public static final String FILE = "blackstart.yaml";

    /**
     * Which settings are asked for.
     *
     * @param file as the user named it; empty: {@link #FILE} in the working folder or the nearest one above it, else from the experiment's
     *     folder on, if there is one
     * @param environment empty: the one that the file chooses, else its only one, else {@code default}
     */
    public record Choice(Optional<String> file, Optional<String> environment) {
        public static final Choice DEFAULT = new Choice(Optional.empty(), Optional.empty());

        boolean isExplicit() {
            return file.isPresent() || environment.isPresent();
        }
    }
}
