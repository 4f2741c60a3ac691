package dev.blackstart.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: options that hold for all of its commands, and the process's exit code. */
@Command(
        name = "blackstart",
        description = "Fault injection that proves recovery.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionText.class)
public final class Main {
    /** Held; deviated, failed or invalid; wrong usage. */
    static final int OK = 0;

    static final int FAILED = 1;
    static final int USAGE = 2;

    /** Where the JDK reads, before the first process, how it starts one. */
    static final String LAUNCH_MECHANISM = "jdk.lang.Process.launchMechanism";

    private static final Map<String, Class<?>> COMMANDS = commands();

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
        startProcessesQuickly(Runtime.version().feature());
        return commandLine(arguments).execute(arguments);
    }

    /** VFORK takes a third less time for each process. JDK 25 deprecated it, with a warning at every start. */
    static void startProcessesQuickly(int javaVersion) {
        if (javaVersion < 25 && System.getProperty(LAUNCH_MECHANISM) == null) {
            System.setProperty(LAUNCH_MECHANISM, "VFORK");
        }
    }

    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        asked(List.of(arguments)).forEach(name -> line.addSubcommand(name, COMMANDS.get(name)));
        return line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("blackstart: " + (e.getMessage() == null ? e : e.getMessage()));
            return FAILED;
        });
    }

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand.class);
        commands.put("validate", ValidateCommand.class);
        commands.put("plan", PlanCommand.class);
        commands.put("heal", HealCommand.class);
        commands.put("halt", HaltCommand.class);
        return commands;
    }

    /**
     * The commands that these arguments name; all of them when they name none, or ask for help. A command's options are read by
     * reflection: no start should pay that for commands that nobody asked for.
     */
    private static Collection<String> asked(List<String> arguments) {
        List<String> named =
                COMMANDS.keySet().stream().filter(arguments::contains).toList();
        boolean help = arguments.contains("--help") || arguments.contains("-h");
        return named.isEmpty() || help ? COMMANDS.keySet() : named;
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
