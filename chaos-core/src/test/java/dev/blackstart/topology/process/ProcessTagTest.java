package dev.blackstart.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessTagTest {
    private static Process start(List<String> prefix, String... words) throws Exception {
        java.util.ArrayList<String> command = new java.util.ArrayList<>(prefix);
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start();
    }

    @Test
    void ofReplica_isOfItsRunAlone() {
        // Given
        Set<Long> runs = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            runs.add(ProcessTag.ofRun("20261125-170841-" + Integer.toHexString(i)));
        }

        // When, then
        assertThat(runs).hasSize(10_000).allMatch(tag -> tag > 0 && (tag & 4095) == 0);
        assertThat(ProcessTag.ofReplica("r", 1)).isNotEqualTo(ProcessTag.ofReplica("r", 2));
        assertThat(ProcessTag.ofReplica("r", 4_000_000) & ~4095L).isEqualTo(ProcessTag.ofRun("r"));
    }

    @Test
    void prefix_processWithoutEnvironmentInAnotherSession_bearsTheTag() throws Exception {
        // Given
        List<String> prefix = ProcessTag.prefix(ProcessTag.ofReplica("r1", 3));
        assertThat(prefix).as("prlimit, of util-linux").isNotEmpty();

        // When
        Process process = start(prefix, "env", "-i", "setsid", "--wait", "sleep", "20");
        long pid = ProcessHandle.of(process.pid()).orElseThrow().pid();

        // Then
        try {
            org.awaitility.Awaitility.await()
                    .until(() -> ProcessTable.name(pid).equals("sleep")
                            || process.descendants().findAny().isPresent());
            List<Long> all = new java.util.ArrayList<>(List.of(pid));
            process.descendants().forEach(each -> all.add(each.pid()));
            assertThat(all)
                    .allMatch(each -> ProcessTag.isOn(each, ProcessTag.ofRun("r1")))
                    .allMatch(each -> ProcessTag.isOn(each, ProcessTag.ofReplica("r1", 3)))
                    .noneMatch(each -> ProcessTag.isOn(each, ProcessTag.ofReplica("r1", 2)))
                    .noneMatch(each -> ProcessTag.isOn(each, ProcessTag.ofRun("r2")));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void of_untaggedProcess_isNone() {
        assertThat(ProcessTag.of(ProcessHandle.current().pid())).isEmpty();
        assertThat(ProcessTag.of(-1)).isEmpty();
    }
}
