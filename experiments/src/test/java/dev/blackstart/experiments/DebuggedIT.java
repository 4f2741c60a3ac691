package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that a debugger can stop at a breakpoint. */
@Timeout(180)
class DebuggedIT {
    @TempDir
    private Path folder = Path.of("");

    private Command.Ended run(List<String> options) throws IOException {
        String experiment = new SmallExperiment()
                .fault("pause", "kv", "lease", "20s")
                .process("sh", "-c", "cat '" + folder + "'/state/blackstart/runs/*/ledger.jsonl")
                .in(folder);
        Command command = new Command(folder);
        List<String> words = new ArrayList<>(command.commandLine("run", experiment));
        words.addAll(1, options);
        return command.await(command.start(words), Duration.ofMinutes(2));
    }

    private static String ledger(Command.Ended ended) {
        return ended.entries().stream()
                .map(entry -> entry.event() instanceof Event.ActivityEnded activity
                                && activity.name().equals("sh")
                        ? String.valueOf(activity.output())
                        : "")
                .reduce("", String::concat);
    }

    @Test
    void lease_isHalfAnHour() throws IOException {
        Command.Ended ended = run(List.of("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"));

        assertThat(ledger(ended)).as(ended.output()).contains("\"lease\":\"30m\"");
    }

    @Test
    void lease_withoutADebugger_isWhatWasAskedFor() throws IOException {
        Command.Ended ended = run(List.of());

        assertThat(ledger(ended)).as(ended.output()).contains("\"lease\":\"20s\"");
    }
}
