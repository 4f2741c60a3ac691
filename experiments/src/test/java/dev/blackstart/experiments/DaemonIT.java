package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that leaves a process in a session and an environment of its own, which would serve on. */
class DaemonIT {
    private static final String WRAP = """
            setsid env -i sh -c 'echo $$ > daemon.pid; exec sleep 600' < /dev/null > /dev/null 2>&1 &
            while ! test -s daemon.pid; do :; done
            exec "$@"
            """;

    @TempDir
    private Path folder = Path.of("");

    /** It is continued too, or the probe would wait for its answer. */
    @Test
    void pauseOfAReplica_isThatOfItsDaemonToo() throws IOException {
        String experiment = new SmallExperiment()
                .fault("pause", "kv")
                .process("sh", "-c", "cut -d ' ' -f 3 /proc/$(cat '" + folder.resolve("daemon.pid") + "')/stat")
                .in(folder);
        Files.writeString(folder.resolve("wrap.sh"), WRAP);
        Path topology = folder.resolve("topology.yaml");
        Files.writeString(topology, Files.readString(topology).replaceFirst("process: \"", "process: \"sh wrap.sh "));

        Command.Ended ended = new Command(folder).run("run", experiment);

        assertThat(ended.entries())
                .as(ended.output())
                .filteredOn(entry -> entry.event() instanceof Event.ActivityEnded activity
                        && activity.name().equals("sh"))
                .singleElement()
                .satisfies(entry -> assertThat(((Event.ActivityEnded) entry.event()).output())
                        .isInstanceOfSatisfying(
                                Map.class,
                                output -> assertThat(String.valueOf(output.get("stdout"))
                                                .strip())
                                        .isEqualTo("T")));
        assertThat(ended.entries())
                .filteredOn(entry -> entry.event() instanceof Event.FaultReverted)
                .singleElement()
                .satisfies(entry -> assertThat(((Event.FaultReverted) entry.event()).steps())
                        .hasSizeGreaterThan(1)
                        .containsOnly("ContinueGroup: REVERTED"));
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"crash", "stop"})
    void endOfAReplica_isThatOfItsDaemonToo(String func) throws IOException {
        // A zombie has no command line.
        String experiment = new SmallExperiment()
                .fault(func, "kv")
                .process(
                        "sh",
                        "-c",
                        "cat /proc/$(cat '" + folder.resolve("daemon.pid") + "')/cmdline 2> /dev/null | wc -c")
                .in(folder);
        Files.writeString(folder.resolve("wrap.sh"), WRAP);
        Path topology = folder.resolve("topology.yaml");
        Files.writeString(topology, Files.readString(topology).replaceFirst("process: \"", "process: \"sh wrap.sh "));

        Command.Ended ended = new Command(folder).run("run", experiment);

        assertThat(ended.entries())
                .as(ended.output())
                .filteredOn(entry -> entry.event() instanceof Event.ActivityEnded activity
                        && activity.name().equals("sh"))
                .singleElement()
                .satisfies(entry -> assertThat(((Event.ActivityEnded) entry.event()).output())
                        .isInstanceOfSatisfying(
                                Map.class,
                                output -> assertThat(String.valueOf(output.get("stdout"))
                                                .strip())
                                        .isEqualTo("0")));
        assertThat(ended.entries()).noneMatch(entry -> entry.event() instanceof Event.FaultFailed);
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
    }
}
