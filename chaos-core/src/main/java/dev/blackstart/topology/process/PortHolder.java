package dev.blackstart.topology.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who listens on a port, for messages. */
final class PortHolder {
    private static final String LISTENING = "0A";

    private PortHolder() {}

    /** {@code pid 4711 (redis-server)}; empty when nobody listens, or it may not be seen. Reads all of {@code /proc}. */
    static Optional<String> of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            sockets.addAll(listening(Path.of(table), port));
        }
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessTable.all().stream()
                        .filter(row -> holds(row.pid(), sockets))
                        .findFirst()
                        .map(row -> "pid " + row.pid() + " (" + name(row.pid()) + ")");
    }

    /** The sockets that listen on this port, as the links in {@code /proc/<pid>/fd} name them. */
    private static Set<String> listening(Path table, int port) {
        Set<String> sockets = new HashSet<>();
        String ending = String.format(":%04X", port);
        try (var lines = Files.lines(table, StandardCharsets.ISO_8859_1)) {
            lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 9 && fields[1].endsWith(ending) && fields[3].equals(LISTENING))
                    .forEach(fields -> sockets.add("socket:[" + fields[9] + "]"));
        } catch (IOException unreadable) {
            return Set.of();
        }
        return sockets;
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException notOurs) {
            return false;
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "comm"))
                    .strip();
        } catch (IOException gone) {
            return "?";
        }
    }
}
