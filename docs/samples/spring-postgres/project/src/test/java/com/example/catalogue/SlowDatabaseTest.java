package com.example.catalogue;

import static dev.blackstart.fault.network.Latency.latency;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.blackstart.junit.Chaos;
import dev.blackstart.junit.InjectedFault;
import dev.blackstart.junit.WithChaos;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@WithChaos
class SlowDatabaseTest extends DatabaseBehindALink {
    @Autowired
    Catalogue catalogue;

    @Test
    void databaseThatIsABitSlow_isWaitedFor(Chaos chaos) {
        try (InjectedFault slow = chaos.inject(latency(ofMillis(200)).on("app->db"))) {
            assertThat(catalogue.price("tea")).isEqualTo(new Price(450, true));
        }
    }

    @Test
    void databaseThatIsTooSlow_isNotWaitedFor(Chaos chaos) {
        assertThat(catalogue.price("tea")).isEqualTo(new Price(450, true));

        try (InjectedFault slow = chaos.inject(latency(ofSeconds(2)).on("app->db"))) {
            Price price = assertTimeout(ofMillis(1_500), () -> catalogue.price("tea"));
            assertThat(price).isEqualTo(new Price(450, false));
        }

        await().untilAsserted(() -> assertThat(catalogue.price("tea")).isEqualTo(new Price(450, true)));
    }
}
