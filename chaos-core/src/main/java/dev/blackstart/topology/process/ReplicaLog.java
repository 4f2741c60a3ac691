package dev.blackstart.topology.process;

import dev.blackstart.topology.ReplicaRef;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/** What a replica writes, over all its restarts, each begun by a line of ours. */
final class ReplicaLog {
    private static final int TAIL_BYTES = 64 << 10;
    private static final int LINE_CHARS = 400;

    private final ReplicaRef ref;
    private final Path file;
    private volatile long begin;

    ReplicaLog(ReplicaRef ref, Path folder) {
        this.ref = ref;
        this.file = folder.resolve(ref.service() + "-" + ref.ordinal() + ".log");
    }

    Path file() {
        return file;
    }

    /** Marks the start of an incarnation. */
    void begin(Instant at, List<String> command) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                "---- " + at + " " + ref + ": " + String.join(" ", command) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        begin = Files.size(file);
    }

    /** The last lines of this incarnation, oldest first; long ones are cut. */
    List<String> last(int lines) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(begin, log.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) Math.max(0, Math.min(TAIL_BYTES, log.length() - from))];
            log.seek(from);
            log.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.length() > LINE_CHARS ? line.substring(0, LINE_CHARS) + "…" : line)
                    .toList();
            return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return List.of();
        }
    }
}
