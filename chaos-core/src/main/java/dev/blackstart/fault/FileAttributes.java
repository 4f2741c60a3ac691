package dev.blackstart.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The attribute that keeps even root from changing a file, by {@code chattr} and {@code lsattr}. Linux only; for root only. */
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

    /** What a program said; empty when it failed, or is not installed. */
    private static Optional<String> said(String... words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
