package dev.blackstart.provider;

import dev.blackstart.experiment.ExecutableCheck;
import dev.blackstart.experiment.Provider;
import dev.blackstart.experiment.PythonText;
import dev.blackstart.experiment.Substitution;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a process activity by Chaos Toolkit's rules: a list or a mapping of arguments goes to the program as it is, a string
 * to a shell; the output is a mapping of {@code status}, {@code stdout} and {@code stderr}, whatever the status is.
 */
final class ProcessCall {
    /** Longest output of one stream that is kept; more fails the activity. */
    static final int MAX_OUTPUT_BYTES = 32 << 20;

    /** Stands for "no timeout". */
    private static final Duration UNLIMITED = Duration.ofDays(365);

    /** A program that another one ended reports 128 + the signal's number, by Java's convention as by a shell's. */
    private static final int SIGNAL_BASE = 128;

    private static final int LAST_SIGNAL = 31;

    private final Provider.LocalProcess provider;
    private final Substitution substitution;
    private final Surroundings surroundings;
    private final StartedProcesses processes;

    ProcessCall(
            Provider.LocalProcess provider,
            Substitution substitution,
            Surroundings surroundings,
            StartedProcesses processes) {
        this.provider = provider;
        this.substitution = substitution;
        this.surroundings = surroundings;
        this.processes = processes;
    }

    /**
     * Runs it; blocks until it has ended and its pipes are closed.
     *
     * @throws ActivityFailed when it took longer than its timeout (its process tree is then gone)
     * @throws IllegalStateException when it could not be started
     * @throws Cancelled when the run was interrupted (its process tree is then gone)
     */
    Map<String, @Nullable Object> run(Cancellation cancellation) {
        Duration timeout = timeout();
        Process process = start();
        Capture out = new Capture(process.getInputStream(), process.pid() + "-stdout");
        Capture err = new Capture(process.getErrorStream(), process.pid() + "-stderr");
        try {
            cancellation.await(CompletableFuture.allOf(process.onExit(), out.done, err.done), timeout);
        } catch (TimeoutException e) {
            throw new ActivityFailed("process activity took too long to complete", e);
        } catch (ExecutionException e) {
            throw new ActivityFailed("the output of the process could not be read: " + reason(e), e);
        } finally {
            ProcessTree.end(process);
        }
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("status", status(process.exitValue()));
        output.put("stdout", out.text());
        output.put("stderr", err.text());
        return output;
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    /**
     * The status as Python gives it: −N for a program that signal N ended. Java reports 128+N, which a program can also exit with by
     * itself; such an exit reads as the signal.
     */
    private static long status(int exitValue) {
        boolean signalled = exitValue > SIGNAL_BASE && exitValue <= SIGNAL_BASE + LAST_SIGNAL;
        return signalled ? -(exitValue - SIGNAL_BASE) : exitValue;
    }

    private Duration timeout() {
        Object seconds = provider.timeout();
        if (seconds == null) {
            return UNLIMITED;
        }
        if (seconds instanceof Number number) {
            return Seconds.of(number);
        }
        throw new IllegalStateException("provider.timeout must be a number of seconds: " + seconds);
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(surroundings.folder().toFile())
                .redirectInput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(surroundings.environment());
        StartedProcesses.Start start = processes.starting(provider.path());
        builder.environment().putAll(start.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            start.notStarted();
            throw new IllegalStateException("'" + provider.path() + "' could not be started: " + e.getMessage(), e);
        }
        try {
            start.started(process.pid());
            return process;
        } catch (RuntimeException e) {
            ProcessTree.end(process);
            throw e;
        }
    }

    private List<String> command() {
        String program = program()
                .orElseThrow(() -> new IllegalStateException(
                        "'" + provider.path() + "' is no program: not found, or not executable"))
                .toString();
        Object declared = provider.arguments();
        Object arguments = substitution.isEmpty() ? declared : substitution.apply(declared);
        if (arguments instanceof String text) {
            return text.isEmpty() ? List.of(program) : List.of("/bin/sh", "-c", program + " " + text);
        }
        List<String> command = new ArrayList<>(List.of(program));
        for (@Nullable Object item : items(arguments)) {
            if (item != null && !"".equals(item)) {
                command.add(PythonText.of(item));
            }
        }
        return command;
    }

    /** Found as a shell would find it; unlike validation, a run knows what {@code ~} is. */
    private Optional<Path> program() {
        String path = provider.path();
        String home = surroundings.environment().get("HOME");
        String expanded = path.startsWith("~/") && home != null ? home + path.substring(1) : path;
        return new ExecutableCheck(
                        surroundings.folder(), surroundings.environment().get("PATH"))
                .find(expanded);
    }

    private static List<@Nullable Object> items(@Nullable Object arguments) {
        List<@Nullable Object> items = new ArrayList<>();
        if (arguments instanceof List<?> list) {
            items.addAll(list);
        } else if (arguments instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                items.add(name);
                items.add(value);
            });
        } else if (arguments != null) {
            throw new IllegalStateException("provider.arguments must be a list, a mapping or a text: " + arguments);
        }
        return items;
    }

    /** Reads one stream to its end on a thread of its own. */
    private static final class Capture {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Capture(InputStream stream, String name) {
            Thread reader = new Thread(() -> read(stream), "blackstart-process-" + name);
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            byte[] buffer = new byte[8192];
            try (stream) {
                for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                    if (bytes.size() + read > MAX_OUTPUT_BYTES) {
                        throw new IOException("it is longer than " + MAX_OUTPUT_BYTES + " bytes");
                    }
                    bytes.write(buffer, 0, read);
                }
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        }

        /** UTF-8 where it is that, else byte for byte as Latin-1. Chaos Toolkit guesses here, and often guesses wrong. */
        String text() {
            byte[] read = bytes.toByteArray();
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(read))
                        .toString();
            } catch (CharacterCodingException e) {
                return new String(read, StandardCharsets.ISO_8859_1);
            }
        }
    }
}
