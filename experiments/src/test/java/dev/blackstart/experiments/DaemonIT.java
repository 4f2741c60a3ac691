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

    /** A fault on a service that serves through a daemon of its own, and what a shell then finds out about that. */
    private Command.Ended run(String func, String script) throws IOException {
        String experiment = new SmallExperiment()
                .fault(func, "kv")
                .process("sh", "-c", script.replace("PID", "$(cat '" + folder.resolve("daemon.pid") + "')"))
                .in(folder);
        Files.writeString(folder.resolve("wrap.sh"), WRAP);
        Path topology = folder.resolve("topology.yaml");
        Files.writeString(topology, Files.readString(topology).replaceFirst("process: \"", "process: \"sh wrap.sh "));
        return new Command(folder).run("run", experiment);
    }

    private static void assertFound(Command.Ended ended, String expected) {
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
                                        .isEqualTo(expected)));
    }

    @Test
    void pauseOfAReplica_isThatOfItsDaemonToo() throws IOException {
        Command.Ended ended = run("pause", "cut -d ' ' -f 3 /proc/PID/stat");

        assertFound(ended, "T");
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
        Command.Ended ended = run(func, "cat /proc/PID/cmdline 2> /dev/null | wc -c");

        assertFound(ended, "0");
        assertThat(ended.entries()).noneMatch(entry -> entry.event() instanceof Event.FaultFailed);
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
    }
}
