package dev.blackstart.topology.process;

import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a topology can run as processes on this machine. Plan time: looks, and starts nothing. */
public final class Placement {
    private Placement() {}

    /** What is in the way, all of it, in words for the person who wrote the topology; empty when nothing is. */
    public static List<String> problems(Topology topology) {
        List<String> problems = new ArrayList<>();
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            problems.add("services run as processes only on Linux: there is no /proc here");
        }
        if (!isProgram("setsid", Path.of("/"), System.getenv("PATH"))) {
            problems.add("setsid is not on the PATH; it is part of util-linux");
        }
        Path folder = topology.folder();
        for (Service service : topology.services().values()) {
            String path = service.environment().getOrDefault("PATH", System.getenv("PATH"));
            String program =
                    service.process().isEmpty() ? "" : service.process().get(0);
            if (!program.contains("{") && !program.isEmpty() && !isProgram(program, folder, path)) {
                problems.add("service '" + service.name() + "': "
                        + (program.contains("/")
                                ? "'" + program + "' is no program in " + folder + ", the topology file's folder"
                                : "there is no program '" + program + "' on the PATH"));
            }
        }
        fixedPorts(topology, problems);
        return problems;
    }

    private static void fixedPorts(Topology topology, List<String> problems) {
        Map<Integer, String> holders = new HashMap<>();
        for (Service service : topology.services().values()) {
            for (int port : service.ports()) {
                if (Ports.isOpen(service, port)) {
                    continue;
                }
                String other = service.replicas() > 1 ? service.name() : holders.put(port, service.name());
                if (other != null) {
                    problems.add("service '" + service.name() + "': port " + port + " is fixed, and "
                            + (other.equals(service.name())
                                    ? service.replicas() + " replicas would need it"
                                    : "service '" + other + "' needs it too")
                            + "; write {port:" + port
                            + "} under x-blackstart where the service is told its port, and each gets a free one");
                }
            }
        }
    }

    private static boolean isProgram(String program, Path folder, @Nullable String path) {
        if (program.contains("/")) {
            return isExecutable(folder.resolve(program));
        }
        return path != null
                && Arrays.stream(path.split(File.pathSeparator))
                        .filter(each -> !each.isEmpty())
                        .anyMatch(each -> isExecutable(Path.of(each).resolve(program)));
    }

    private static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
