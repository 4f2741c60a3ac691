package dev.blackstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsIT {
    @Test
    void listen_hearsASignalUntilClosed() throws Exception {
        // Given
        List<String> outer = new CopyOnWriteArrayList<>();
        List<String> inner = new CopyOnWriteArrayList<>();
        try (Signals before = Signals.listen(List.of("USR1"), outer::add)) {
            assertThat(before).isNotNull();

            // When
            try (Signals listening = Signals.listen(List.of("USR1"), inner::add)) {
                assertThat(listening).isNotNull();
                signal("USR1");
                await().atMost(5, TimeUnit.SECONDS).until(() -> !inner.isEmpty());
            }
            signal("USR1");
            await().atMost(5, TimeUnit.SECONDS).until(() -> !outer.isEmpty());
        }

        // Then
        assertThat(inner).containsExactly("SIGUSR1");
        assertThat(outer).containsExactly("SIGUSR1");
    }

    @Test
    void listen_toASignalThatDoesNotExist_isQuiet() {
        try (Signals listening = Signals.listen(List.of("NOSUCH"), name -> {})) {
            assertThat(listening).isNotNull();
        }
    }

    private static void signal(String name) throws Exception {
        new ProcessBuilder(
                        "kill",
                        "-" + name,
                        Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor(5, TimeUnit.SECONDS);
    }
}
