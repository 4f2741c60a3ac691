package dev.blackstart.cli;

import dev.blackstart.plan.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what an experiment may do here. */
final class SettingsOptions {
    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "What each environment allows (default: " + Settings.FILE
                    + " in the working folder or one above it, else from the experiment's folder on, if there is one).")
    @Nullable String file;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "Which environment of the settings this is (default: as they say).")
    @Nullable String environment;

    Settings.Choice choice() {
        return new Settings.Choice(Optional.ofNullable(file), Optional.ofNullable(environment));
    }
}
