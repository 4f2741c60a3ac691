package dev.blackstart.experiments;

import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for what a run may have left behind, on the machine itself: nothing of the product helps to look. */
final class Leftovers {
    private Leftovers() {}

    /** Processes, listening ports, temporary files and ledgers of a run that has ended; empty when it left nothing. */
    static List<String> of(Path folder, List<Entry> entries) throws IOException {
        List<String> left = new ArrayList<>();
        String run = entries.isEmpty() || !(entries.get(0).event() instanceof Event.RunStarted started)
                ? "no run"
                : started.run();
        left.addAll(processes(run));
        if (running(folder.resolve("state") + "/")) {
            left.add("a healer");
        }
        left.addAll(listening(entries));
        left.addAll(files(folder.resolve("tmp"), "hsperfdata"));
        left.addAll(files(folder.resolve("state"), "nothing"));
        return left;
    }

    /** Whether a process lives whose command line, with its words ended by {@code \\0}, contains the text. */
    static boolean running(String commandLine) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.anyMatch(process -> read(process.resolve("cmdline")).contains(commandLine));
        }
    }

    private static List<String> processes(String run) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.toList()) {
                if (read(process.resolve("environ")).contains("BLACKSTART_RUN=" + run + "\0")) {
                    found.add("process " + process.getFileName() + ": "
                            + read(process.resolve("cmdline")).replace('\0', ' '));
                }
            }
        }
        return found;
    }

    private static List<String> listening(List<Entry> entries) throws IOException {
        Set<Integer> ports = entries.stream()
                .map(Entry::event)
                .filter(Event.ReplicaStarted.class::isInstance)
                .flatMap(event -> ((Event.ReplicaStarted) event).ports().values().stream())
                .collect(Collectors.toSet());
        List<String> found = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : read(Path.of(table)).lines().skip(1).toList()) {
                String[] fields = line.strip().split("\\s+");
                int port = Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16);
                if (fields[3].toUpperCase(Locale.ROOT).equals("0A") && ports.contains(port)) {
                    found.add("somebody listens on port " + port);
                }
            }
        }
        return found;
    }

    private static List<String> files(Path folder, String expected) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(expected))
                    .map(file -> "file " + file)
                    .toList();
        }
    }

    /** A process may end while it is looked at. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
