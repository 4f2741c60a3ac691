package dev.blackstart.topology.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A mark that a process keeps when it clears its environment, forks twice and opens a session of its own: a limit on the processor
 * time that it may take without a pause under real-time scheduling, of more than thousand years, whose odd microseconds tell run and
 * replica. Limits are handed on by fork and exec; this one is never reached, and nothing else sets it to such a value.
 */
final class ProcessTag {
    private static final long BASE = 1L << 62;
    private static final int REPLICA_BITS = 12;
    private static final long REPLICAS = (1L << REPLICA_BITS) - 1;
    private static final int RUN_BITS = 44;
    private static final String LIMIT = "Max realtime timeout";
    private static final String NONE = "unlimited";

    private ProcessTag() {}

    /** That of the run alone, which no process bears. */
    static long ofRun(String run) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : run.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return BASE | ((hash ^ (hash >>> RUN_BITS)) & ((1L << RUN_BITS) - 1)) << REPLICA_BITS;
    }

    /**
     * That of one of its replicas.
     *
     * @param number from 1; those above 4094 share one
     */
    static long ofReplica(String run, int number) {
        return ofRun(run) | Math.min(number, REPLICAS);
    }

    /** What a command begins with so that its process bears the tag; empty where that is not possible. */
    static List<String> prefix(long tag) {
        return isPossible() ? List.of("prlimit", "--rttime=" + tag + ":") : List.of();
    }

    /** Where the tool is there, and nobody has set such a limit already. */
    private static boolean isPossible() {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "prlimit")))
                && limits("self").contains(NONE + " " + NONE);
    }

    /** The tag of a process; empty when it bears none. */
    static OptionalLong of(long pid) {
        String soft = limits(String.valueOf(pid)).split(" ", 2)[0];
        if (soft.isEmpty() || soft.equals(NONE)) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(soft);
            return value >= BASE ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether a process is of that run, or of that replica. */
    static boolean isOn(long pid, long tag) {
        OptionalLong found = of(pid);
        boolean ofRun = (tag & REPLICAS) == 0;
        return found.isPresent() && (ofRun ? found.getAsLong() & ~REPLICAS : found.getAsLong()) == tag;
    }

    /** The soft and the hard limit, one space between them; empty when the process is gone. */
    private static String limits(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "limits"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith(LIMIT))
                    .findFirst()
                    .map(line -> line.substring(LIMIT.length()).strip().replaceAll(" +", " "))
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
