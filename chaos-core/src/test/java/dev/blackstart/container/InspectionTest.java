package dev.blackstart.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an engine says, read. */
final class InspectionTest {
    private static Inspection of(String json) {
        return Inspection.of((Map<?, ?>) Objects.requireNonNull(Json.parse(json)));
    }

    @Test
    void of_aRunningContainer_hasItsPublishedPortsOfIpV4() {
        Inspection now =
                of("{'Id':'ab','State':{'StartedAt':'2026-01-01T00:00:00.123456789Z','Running':true,'Paused':true},"
                                .replace('\'', '"')
                        + ("'Config':{'StopSignal':'SIGINT'},'HostConfig':{'AutoRemove':true},'NetworkSettings':{'Ports':{"
                                        + "'5432/tcp':[{'HostIp':'::','HostPort':'2'},{'HostIp':'0.0.0.0','HostPort':'1'}],"
                                        + "'53/udp':[{'HostIp':'0.0.0.0','HostPort':'3'}],'80/tcp':null}}}")
                                .replace('\'', '"'));
        assertThat(now)
                .isEqualTo(new Inspection(
                        "ab", "2026-01-01T00:00:00.123456789Z", true, true, 0, "SIGINT", true, Map.of(5432, 1)));
    }

    @Test
    void of_oneThatEnded_hasItsStatus() {
        Inspection now = of("{\"Id\":\"ab\",\"State\":{\"StartedAt\":\"t\",\"ExitCode\":137}}");
        assertThat(now).isEqualTo(new Inspection("ab", "t", false, false, 137, "SIGTERM", false, Map.of()));
    }

    @Test
    void lines_ofFramesAndOfATerminal_areTheSame() {
        byte[] text = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
        byte[] framed = new byte[16 + text.length];
        framed[0] = 1;
        framed[7] = 4;
        System.arraycopy(text, 0, framed, 8, 4);
        framed[12] = 2;
        framed[19] = 4;
        System.arraycopy(text, 4, framed, 20, 4);
        assertThat(LogFrames.lines(framed)).isEqualTo(List.of("one", "two"));
        assertThat(LogFrames.lines(text)).isEqualTo(List.of("one", "two"));
        assertThat(LogFrames.lines(new byte[0])).isEmpty();
    }
}
