package dev.blackstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that must look as if Go had written them. */
class GoTextTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "0, 0",
        "0.2, 0.2",
        "7.5, 7.5",
        "-1.25, -1.25",
        "100, 100",
        "0.000001, 0.000001",
        "1e-7, 1e-7",
        "1.5e-8, 1.5e-8",
        "1e21, 1e+21",
        "1e20, 100000000000000000000",
        "-2e30, -2e+30"
    })
    void number_isGosShortest(float value, String text) {
        assertThat(GoJson.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:80, 127.0.0.1, 80", ":80, '', 80", "'', '', 0", "[::1]:5, ::1, 5", "localhost:, localhost, 0"
    })
    void address_isReadAsGoReadsIt(String text, String host, int port) throws Exception {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port));
    }

    @ParameterizedTest
    @CsvSource({
        "bad, address bad: missing port in address",
        "::1, address ::1: too many colons in address",
        "[::1, address [::1: missing ']' in address",
        "[::1], address [::1]: missing port in address",
        "a:99999, address 99999: invalid port",
        "a:9999999999, address 9999999999: invalid port",
        "a:nope, lookup tcp/nope: unknown port"
    })
    void address_thatIsNone_isRefusedInGosWords(String text, String message) {
        assertThatThrownBy(() -> HostPort.parse(text)).hasMessage(message);
    }

    @Test
    void address_ofEveryInterface_isTheIpv6Wildcard() throws Exception {
        assertThat(HostPort.text(new InetSocketAddress(80))).isEqualTo("[::]:80");
        assertThat(HostPort.text(new InetSocketAddress(
                        InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 80)))
                .isEqualTo("[::1]:80");
    }

    @Test
    void requestIds_areTwentyDigitsAndNeverTheSame() {
        // Given
        RequestIds ids = new RequestIds(-1);
        Set<String> seen = new HashSet<>();
        // When
        for (int i = 0; i < 10_000; i++) {
            seen.add(ids.next());
        }
        // Then
        assertThat(seen).hasSize(10_000).allMatch(id -> id.matches("[0-9a-v]{19}[0g]"));
    }
}
