package dev.blackstart.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The judge of what tests leave behind: processes, listening ports, toxics, threads, ledgers. Looks at {@code /proc}, at this JVM and at
 * the folder of ledgers by itself, and shares no code with what it judges. Links that the JVM keeps are those that were there before.
 */
final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final String LISTENING = "0A";

    private Set<String> threads = Set.of();
    private Set<Integer> ports = Set.of();

    @Override
    public void beforeEach(ExtensionContext context) {
        threads = threads();
        ports = ports();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        await().atMost(WITHIN).untilAsserted(() -> {
            assertThat(processes()).as("processes").isEmpty();
            assertThat(ledgers()).as("ledgers").isEmpty();
            assertThat(ports()).as("listening ports").isSubsetOf(ports);
            assertThat(threads()).as("threads").isSubsetOf(threads);
            assertThat(toxics()).as("toxics").isEmpty();
        });
    }

    /** Where this JVM and those that it starts keep ledgers. */
    static Path state() {
        return Path.of(System.getenv("XDG_STATE_HOME"));
    }

    static List<String> ledgers() throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> runs =
                Files.newDirectoryStream(state().resolve("blackstart").resolve("runs"))) {
            runs.forEach(run -> found.add(run.toString()));
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return found;
    }

    /** All that come from here: by their parent, by a folder of ours in which they run, or by the one of our ledgers. */
    static List<String> processes() throws IOException {
        Map<Long, Long> parents = parents();
        Set<Long> above = new HashSet<>();
        for (Long at = ProcessHandle.current().pid(); at != null; at = parents.get(at)) {
            above.add(at);
        }
        String servers = testClasses().toString();
        List<String> found = new ArrayList<>();
        for (long pid : parents.keySet()) {
            Path process = Path.of("/proc", String.valueOf(pid));
            String command = text(process.resolve("cmdline"));
            boolean ours = descends(pid, parents)
                    || folder(process).startsWith(servers)
                    || (command + " " + text(process.resolve("environ"))).contains(state().toString());
            if (ours && !above.contains(pid)) {
                found.add(pid + " " + command);
            }
        }
        return found;
    }

    /** Below which the topologies of these tests lie, and their servers run. */
    private static Path testClasses() {
        try {
            return Path.of(NothingLeft.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean descends(long pid, Map<Long, Long> parents) {
        for (Long at = parents.get(pid); at != null; at = parents.get(at)) {
            if (at == ProcessHandle.current().pid()) {
                return true;
            }
        }
        return false;
    }

    private static Map<Long, Long> parents() throws IOException {
        Map<Long, Long> parents = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) {
                String stat = text(each.resolve("stat"));
                if (!stat.isEmpty()) {
                    String[] behindName =
                            stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    parents.put(Long.parseLong(String.valueOf(each.getFileName())), Long.parseLong(behindName[1]));
                }
            }
        }
        return parents;
    }

    private static String folder(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("blackstart")
                        || thread.getName().startsWith("chaos-proxy"))
                .map(thread -> thread.getName() + " " + thread.getId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** On which this JVM listens. */
    private static Set<Integer> ports() {
        Set<String> sockets = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                sockets.add(target(each).replaceAll("socket:\\[(\\d+)]", "$1"));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            text(Path.of(table))
                    .lines()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .forEach(line -> {
                        if (line[3].equals(LISTENING) && sockets.contains(line[9])) {
                            ports.add(Integer.parseInt(line[1].substring(line[1].lastIndexOf(':') + 1), 16));
                        }
                    });
        }
        return ports;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    /** On whatever proxies still listen. */
    private static List<String> toxics() {
        List<String> found = new ArrayList<>();
        for (int port : ports()) {
            String proxies = asked(port);
            if (proxies.matches("(?s).*\"toxics\":\\s*\\[\\s*\\{.*") || proxies.contains("\"enabled\":false")) {
                found.add(proxies);
            }
        }
        return found;
    }

    /** Only an API answers. */
    private static String asked(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(300);
            socket.getOutputStream()
                    .write("GET /proxies HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
