package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Entry;
import dev.blackstart.journal.JournalReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command as a user has it: a process of its own, from the jars that the launcher runs, working in a folder of its own. */
final class Command {
    private static final Path CLI =
            Path.of("../chaos-cli/target").toAbsolutePath().normalize();

    private final Path folder;
    private final Path state;

    /** @param folder to work in; states, temporary files and journals stay inside it */
    Command(Path folder) {
        this(folder, folder.resolve("state"));
    }

    private Command(Path folder, Path state) {
        this.folder = folder;
        this.state = state;
    }

    /** Another terminal of the same user, with a working folder of its own. */
    Command beside(String name) {
        return new Command(folder.resolve(name), state);
    }

    /** A command that has ended. */
    record Ended(int status, String output, List<Entry> entries, Duration took) {}

    Ended run(String... arguments) {
        return await(start(arguments), Duration.ofMinutes(4));
    }

    Process start(String... arguments) {
        return start(commandLine(arguments));
    }

    List<String> commandLine(String... arguments) {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(arguments));
        return command;
    }

    /** A script in the working folder that stands for the checkout's launcher, and builds nothing. */
    void writeLauncher() throws IOException {
        Path launcher = made("work").resolve("blackstart");
        Files.writeString(launcher, "#!/bin/sh\nexec '" + String.join("' '", java()) + "' \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + made("tmp"),
                "-cp",
                classPath(),
                "dev.blackstart.cli.Main");
    }

    /** Starts something else than the command, in its surroundings. */
    Process start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(made("work").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().put("XDG_STATE_HOME", state().toString());
        builder.environment().put("HOME", folder.toString());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ended await(Process process, Duration atMost) {
        long from = System.nanoTime();
        try {
            assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended within %s; it said: %s", atMost, said())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), said(), entries(), Duration.ofNanos(System.nanoTime() - from));
    }

    String said() {
        try {
            return Files.exists(output()) ? Files.readString(output()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The journal of events of the last run; empty when none was begun. */
    List<Entry> entries() {
        Path events = runFolder().resolve("events.jsonl");
        try {
            return Files.exists(events) ? JournalReader.read(events) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the last run. */
    Path runFolder() {
        Path runs = folder.resolve("work/.blackstart/runs");
        if (!Files.exists(runs)) {
            return runs;
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.max(Path::compareTo).orElse(runs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path work() {
        return folder.resolve("work");
    }

    /** Where the ledgers are. */
    Path state() {
        try {
            return Files.createDirectories(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path output() {
        return folder.resolve("output");
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        try (Stream<Path> built = Files.list(CLI);
                Stream<Path> libraries = Files.list(CLI.resolve("lib"))) {
            List<String> jars = Stream.concat(built, libraries)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".jar") && !name.contains("-sources") && !name.contains("-tests"))
                    .toList();
            return String.join(":", jars);
        } catch (IOException e) {
            throw new UncheckedIOException("build chaos-cli first", e);
        }
    }
}
