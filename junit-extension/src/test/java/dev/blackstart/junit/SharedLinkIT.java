package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.fault.network.SlowClose.slowClose;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.session.ChaosSession;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A link of the whole JVM, with faults of two tests at once. */
@Timeout(60)
class SharedLinkIT {
    @TempDir
    private Path folder;

    @Test
    void faultsOfTwoTests_ofDifferentKinds_comeAndGoEachByItself() throws IOException {
        try (EchoServer server = new EchoServer();
                ChaosSession first = ChaosSession.open(folder, "first", 0)) {
            // Given
            Endpoint shared = Chaos.sharedLink("two->tests", "127.0.0.1", server.port());
            first.inject(latency(ofSeconds(1)).on("two->tests"));

            // When
            try (ChaosSession second = ChaosSession.open(folder, "second", 0)) {
                second.inject(slowClose(ofSeconds(1)).on("two->tests"));
            }

            // Then
            assertThat(EchoServer.millis(shared, 5_000)).isGreaterThanOrEqualTo(1_000);
        }
    }
}
