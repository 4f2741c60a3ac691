package dev.blackstart.fault.file;

import dev.blackstart.heal.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Whether a fault shows in a file, looked at often: a file that was replaced is only read when it may have changed. Thread-safe. */
final class FileLook implements BooleanSupplier {
    /** As coarse as file systems' times are: a file may change again at the same time. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private final KeptFile file;
    private final InstantSource clock;
    private Optional<Seen> last = Optional.empty();
    private boolean showed;

    private record Seen(@Nullable Object file, long size, FileTime modified) {}

    FileLook(KeptFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized boolean getAsBoolean() {
        Optional<Seen> now = file.step().from() < 0 ? seen() : Optional.empty();
        if (now.isEmpty() || !now.equals(last) || isYoung(now.get())) {
            showed = file.isFaulted();
            last = now;
        }
        return showed;
    }

    private boolean isYoung(Seen now) {
        return now.modified().toInstant().isAfter(clock.instant().minus(YOUNG));
    }

    /** Empty when there is no file, which takes no reading. */
    private Optional<Seen> seen() {
        try {
            BasicFileAttributes now = Files.readAttributes(
                    Path.of(file.step().path()), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Seen(now.fileKey(), now.size(), now.lastModifiedTime()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
