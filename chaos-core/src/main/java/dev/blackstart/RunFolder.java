package dev.blackstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** The folder of one run: {@code <time>-<id>}, in {@code .blackstart/runs/} of the working folder or elsewhere. Not there before it is made. */
public record RunFolder(String runId, Path path) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Below that folder. */
    public static RunFolder choose(Path runs, Instant now) {
        String id = TIME.format(now) + "-"
                + String.format(Locale.ROOT, "%06x", ThreadLocalRandom.current().nextInt(1 << 24));
        return new RunFolder(id, runs.resolve(id));
    }

    /** @throws UncheckedIOException when it cannot be made */
    public void make() {
        make(path);
    }

    /** Of a run that could not begin: removes it, unless there is more in it than a healer's log. */
    void forget() {
        try {
            Files.deleteIfExists(path.resolve("logs").resolve("healer.log"));
            Files.deleteIfExists(path.resolve("logs"));
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be removed: " + e.getMessage(), e);
        }
    }

    public Path events() {
        return path.resolve("events.jsonl");
    }

    /** Made when first asked for. */
    public Path logs() {
        return folder("logs");
    }

    /** The logs of another arm. */
    Path logs(String arm) {
        return folder("logs-" + arm);
    }

    private Path folder(String name) {
        return make(path.resolve(name));
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be made: " + e.getMessage(), e);
        }
    }
}
