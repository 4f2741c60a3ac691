package dev.blackstart.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: options that hold for all of its commands, and the process's exit code. */
@Command(
        name = "blackstart",
        description = "Fault injection that proves recovery.",
        subcommands = {RunCommand.class, ValidateCommand.class, PlanCommand.class, HealCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class Main {
    /** Held; deviated, failed or invalid; wrong usage. */
    static final int OK = 0;

    static final int FAILED = 1;
    static final int USAGE = 2;

    @Option(names = "--verbose", description = "Log every step in detail.")
    boolean verbose;

    @Option(names = "--change-dir", paramLabel = "DIR", description = "Work in this folder.")
    @Nullable Path folder;

    @Option(names = "--log-file", paramLabel = "FILE", description = "Append the log to this file as well.")
    @Nullable Path logFile;

    @Option(
            names = "--no-version-check",
            hidden = true,
            description = "Accepted for Chaos Toolkit's sake; nothing calls home.")
    boolean noVersionCheck;

    @Option(
            names = "--no-log-file",
            hidden = true,
            description = "Accepted for Chaos Toolkit's sake; a log file is written only on request.")
    boolean noLogFile;

    @Option(names = "--log-file-level", hidden = true)
    @Nullable String logFileLevel;

    @Option(names = "--log-format", hidden = true)
    @Nullable String logFormat;

    @Option(names = "--settings", hidden = true)
    @Nullable Path settings;

    @Option(names = "--no-verify-tls", hidden = true, scope = ScopeType.INHERIT)
    boolean noVerifyTls;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("blackstart: " + (e.getMessage() == null ? e : e.getMessage()));
                    return FAILED;
                })
                .execute(arguments);
    }

    /** Where the command works; absolute. */
    Path folder() {
        Path chosen = folder == null ? Path.of("") : folder;
        if (!Files.isDirectory(chosen)) {
            throw new IllegalArgumentException("--change-dir: there is no folder " + chosen);
        }
        return chosen.toAbsolutePath();
    }

    /** Takes what was said about the log into force. */
    void configureLog() {
        Log.configure(verbose, logFile == null ? null : folder().resolve(logFile));
    }
}
