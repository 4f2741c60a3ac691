package dev.blackstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.ToxicList;
import eu.rekawek.toxiproxy.model.toxic.Bandwidth;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import eu.rekawek.toxiproxy.model.toxic.LimitData;
import eu.rekawek.toxiproxy.model.toxic.ResetPeer;
import eu.rekawek.toxiproxy.model.toxic.Slicer;
import eu.rekawek.toxiproxy.model.toxic.SlowClose;
import eu.rekawek.toxiproxy.model.toxic.Timeout;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All of toxiproxy-java's calls that these routes serve, under a default locale that lower-cases I differently too. */
class ToxiproxyClientIT {

    private final Locale before = Locale.getDefault();
    private Wire wire;
    private ToxiproxyClient client;

    @BeforeEach
    void open() throws IOException {
        wire = new Wire();
        client = new ToxiproxyClient("127.0.0.1", wire.chaos.apiAddress().getPort());
    }

    @AfterEach
    void close() throws IOException {
        Locale.setDefault(before);
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "tr-TR"})
    void proxies_createdChangedDeleted_areWhatTheClientSees(String locale) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(locale));
        // Given
        Proxy proxy = client.createProxy("web", "localhost:0", "localhost:" + wire.server.getLocalPort());
        client.createProxy("api", "localhost:0", "localhost:1");
        // When
        proxy.disable();
        boolean disabled = !client.getProxy("web").isEnabled();
        proxy.enable();
        proxy.setUpstream("localhost:2");
        proxy.setListen("127.0.0.1:0");
        // Then
        assertThat(disabled).isTrue();
        assertThat(client.version()).contains("2.12.0");
        assertThat(client.getProxies()).extracting(Proxy::getName).containsExactly("api", "web");
        assertThat(client.getProxy("web").getUpstream()).isEqualTo("localhost:2");
        assertThat(proxy.getListen()).startsWith("127.0.0.1:").doesNotEndWith(":0");
        assertThatThrownBy(() -> client.createProxy("web", "localhost:0", "a:1"))
                .hasMessage("[409] proxy already exists");
        proxy.delete();
        assertThat(client.getProxyOrNull("web")).isNull();
        assertThatThrownBy(() -> client.getProxy("web")).hasMessage("[404] proxy not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "tr-TR"})
    void toxics_createdChangedRemoved_areWhatTheClientSees(String locale) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(locale));
        // Given: the client itself lower-cases the type by the default locale, which spoils only names with an I
        Proxy proxy = client.createProxy("web", "localhost:0", "localhost:1");
        Latency latency = proxy.toxics().latency("slow", ToxicDirection.DOWNSTREAM, 100);
        // When
        latency.setJitter(15);
        latency.setLatency(50);
        latency.setToxicity(0.3f);
        // Then
        Latency seen = proxy.toxics().get("slow", Latency.class);
        assertThat(seen.getLatency()).isEqualTo(50);
        assertThat(seen.getJitter()).isEqualTo(15);
        assertThat(seen.getToxicity()).isEqualTo(0.3f);
        assertThat(seen.getStream()).isEqualTo(ToxicDirection.DOWNSTREAM);
        assertThat(proxy.toxics().getAll()).extracting(Toxic::getName).containsExactly("slow");
        latency.remove();
        assertThat(proxy.toxics().getAll()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en"})
    void bandwidthAndReset_workAsTheClientExpects(String locale) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(locale));
        // Given
        Proxy proxy = client.createProxy("web", "localhost:0", "localhost:1");
        Bandwidth cut = proxy.toxics().bandwidth("CUT", ToxicDirection.UPSTREAM, 0);
        cut.setRate(1000);
        proxy.disable();
        // When
        client.reset();
        // Then
        assertThat(cut.getRate()).isEqualTo(1000);
        assertThat(proxy.toxics().getAll()).isEmpty();
        assertThat(client.getProxy("web").isEnabled()).isTrue();
    }

    @Test
    void toxicsThatBreakAndSlice_areWhatTheClientSees() throws IOException {
        // Given
        ToxicList toxics =
                client.createProxy("web", "localhost:0", "localhost:1").toxics();
        SlowClose slowClose = toxics.slowClose("slow", ToxicDirection.DOWNSTREAM, 1);
        Timeout timeout = toxics.timeout("late", ToxicDirection.UPSTREAM, 2);
        ResetPeer resetPeer = toxics.resetPeer("reset", ToxicDirection.DOWNSTREAM, 3);
        LimitData limitData = toxics.limitData("limit", ToxicDirection.DOWNSTREAM, 4);
        Slicer slicer = toxics.slicer("slice", ToxicDirection.UPSTREAM, 5, 6);
        // When
        slowClose.setDelay(10);
        timeout.setTimeout(20);
        resetPeer.setTimeout(30);
        limitData.setBytes(40);
        slicer.setSizeVariation(3);
        // Then
        assertThat(toxics.getAll())
                .extracting(Toxic::getName)
                .containsExactly("late", "slice", "slow", "reset", "limit");
        assertThat(toxics.get("slow", SlowClose.class).getDelay()).isEqualTo(10);
        assertThat(toxics.get("late", Timeout.class).getTimeout()).isEqualTo(20);
        assertThat(toxics.get("reset", ResetPeer.class).getTimeout()).isEqualTo(30);
        assertThat(toxics.get("limit", LimitData.class).getBytes()).isEqualTo(40);
        Slicer seen = toxics.get("slice", Slicer.class);
        assertThat(seen.getAverageSize()).isEqualTo(5);
        assertThat(seen.getSizeVariation()).isEqualTo(3);
        assertThat(seen.getDelay()).isEqualTo(6);
    }
}
