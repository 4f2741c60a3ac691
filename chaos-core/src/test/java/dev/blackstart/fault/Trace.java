package dev.blackstart.fault;

import dev.blackstart.topology.process.ProcessTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What can be seen of the system by those who look for it: all that the proxies say, and every process. */
final class Trace {
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");
    private static final Pattern ENABLED = Pattern.compile("\"enabled\":(true|false)");

    private Trace() {}

    static List<String> of(TwoServices topology) {
        List<String> trace = new ArrayList<>();
        trace.add(proxies(topology));
        trace.addAll(processes(topology.back().identity().pid()));
        return trace;
    }

    /** The trace, after a moment in which it could become as expected: processes need one to be gone. */
    static List<String> settled(Supplier<List<String>> trace, List<String> expected) {
        try {
            return Awaitility.await().atMost(Duration.ofSeconds(2)).until(trace::get, expected::equals);
        } catch (ConditionTimeoutException e) {
            return trace.get();
        }
    }

    /** Whether the link is enabled, and whether there is a toxic of that name. */
    static List<String> link(SmallSystem topology, String toxic) {
        String said = proxies(topology);
        List<String> trace = new ArrayList<>();
        ENABLED.matcher(said).results().forEach(each -> trace.add(each.group()));
        NAME.matcher(said)
                .results()
                .filter(each -> each.group(1).equals(toxic))
                .forEach(each -> trace.add(each.group()));
        return trace;
    }

    /** Which incarnation the replica is, and whether it is stopped. */
    static List<String> replica(TwoServices topology) {
        long pid = topology.back().identity().pid();
        return ProcessTable.all().stream()
                .filter(row -> row.pid() == pid && row.lives())
                .map(row -> "process " + pid + (row.isStopped() ? " stopped" : ""))
                .toList();
    }

    static String proxies(SmallSystem topology) {
        String api = topology.link(topology.through()).incarnation().api();
        try (InputStream answer = new URL("http://" + api + "/proxies").openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What descends from this process, and what has lost its parent but not its session. */
    private static List<String> processes(long session) {
        Set<Long> descendants =
                ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
        return ProcessTable.all().stream()
                .filter(ProcessTable.Row::lives)
                .filter(row -> row.session() == session || descendants.contains(row.pid()))
                .map(row -> "process " + command(row.pid()) + (row.isStopped() ? " stopped" : ""))
                .sorted()
                .toList();
    }

    private static String command(long pid) {
        try {
            String words = Files.readString(
                            Path.of("/proc", String.valueOf(pid), "cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
            // Class paths tell nobody anything.
            return words.length() < 200
                    ? words
                    : words.substring(0, 100) + "..." + words.substring(words.length() - 60);
        } catch (NoSuchFileException e) {
            return "that has just ended";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
