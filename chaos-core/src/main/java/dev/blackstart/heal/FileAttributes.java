package dev.blackstart.heal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The attribute that keeps even root from changing a file, by {@code chattr} and {@code lsattr}. Linux only; for root only. Each call blocks for four
 * seconds at most.
 */
public final class FileAttributes {
    private static final long LONGEST_SECONDS = 2;

    private FileAttributes() {}

    /** Whether the file cannot be changed by anybody; empty where that cannot be told, as on some file systems. */
    public static Optional<Boolean> isImmutable(Path file) {
        return said("lsattr", "-d", file.toString()).map(said -> said.split(" ", 2)[0].contains("i"));
    }

    /** Sets or takes the attribute; false when that did not work. */
    public static boolean setImmutable(Path file, boolean immutable) {
        return said("chattr", immutable ? "+i" : "-i", file.toString()).isPresent();
    }

    /** What a program said; empty when it failed, is not installed, or did not end in time. */
    static Optional<String> said(String... words) {
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        // Beside this thread: on a file system that hangs not even killing the program ends its output.
        FutureTask<byte[]> output =
                new FutureTask<>(() -> process.getInputStream().readAllBytes());
        Thread reading = new Thread(output, "blackstart-attributes");
        reading.setDaemon(true);
        reading.start();
        try {
            byte[] said = output.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0
                    ? Optional.of(new String(said, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
