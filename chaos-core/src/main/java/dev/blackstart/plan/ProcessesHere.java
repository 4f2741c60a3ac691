package dev.blackstart.plan;

import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.ExecutableCheck;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyReader;
import dev.blackstart.topology.process.Placement;
import dev.blackstart.topology.process.ProcessTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a topology can run as processes of this machine. Starts nothing. */
public final class ProcessesHere {
    private ProcessesHere() {}

    /**
     * Reads a topology file and checks it against this machine.
     *
     * @param shownAs the file as messages name it
     * @param environment its PATH is where commands are looked for
     * @param problems is added to, everything that is wrong at once
     * @return also when there was a problem with the machine; empty when there was one with the file
     */
    public static Optional<Topology> read(
            Path file, String shownAs, Map<String, String> environment, List<Problem> problems) {
        Optional<Topology> topology = TopologyReader.read(file, shownAs, problems);
        topology.ifPresent(
                read -> problems.addAll(commands(read, new Location(shownAs, 0, 0, ""), environment.get("PATH"))));
        return topology;
    }

    /** Whether each service's command is there; a relative path starts at the topology file's folder. */
    private static List<Problem> commands(
            Topology topology, Location at, @org.jspecify.annotations.Nullable String searchPath) {
        List<Problem> problems = new ArrayList<>();
        ExecutableCheck executables = new ExecutableCheck(topology.folder(), searchPath);
        topology.services().values().forEach(service -> {
            String program = service.process().get(0);
            if (!program.contains("{") && executables.find(program).isEmpty()) {
                problems.add(new Problem(
                        at.member("services", 0, 0).member(service.name(), 0, 0),
                        "the command '" + program + "' is not there, or cannot be executed"));
            }
        });
        Placement.problems(topology).forEach(problem -> problems.add(new Problem(at, problem)));
        missing(executables).forEach(why -> problems.add(Problem.ofMachine(at, why)));
        return problems;
    }

    /** What this machine lacks for any topology of processes, and what would do; empty when it lacks nothing. */
    public static List<String> missing(Map<String, String> environment) {
        return missing(new ExecutableCheck(Path.of("").toAbsolutePath(), environment.get("PATH")));
    }

    private static List<String> missing(ExecutableCheck executables) {
        List<String> missing = new ArrayList<>();
        if (executables.find("setsid").isEmpty()) {
            missing.add("a topology of processes needs setsid (package util-linux), on Linux");
        }
        if (ProcessTable.identityOf(ProcessHandle.current().pid()).isEmpty()) {
            missing.add("a topology of processes needs /proc, on Linux");
        }
        return missing;
    }
}
