package dev.blackstart.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:40123, true",
        "http://localhost:40123/x, true",
        "a=1;b=127.0.1.1:40123, true",
        "'{\"url\": \"[::1]:40123\"}', true",
        "127.0.0.1:401234, false",
        "127.0.0.1:40124, false",
        "10.127.0.0.1:40123, false",
        "kv:40123, false",
        "40123, false",
    })
    void direct_findsAPortOfThisMachine(String text, boolean found) {
        assertThat(PeerAddresses.direct(List.of(text), Set.of(40_123))).hasSize(found ? 1 : 0);
    }
}
