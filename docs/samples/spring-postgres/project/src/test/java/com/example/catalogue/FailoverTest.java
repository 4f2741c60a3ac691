package com.example.catalogue;

import static dev.blackstart.fault.network.Stall.stall;
import static dev.blackstart.junit.Rate.perSecond;
import static java.time.Duration.ofSeconds;

import dev.blackstart.junit.Chaos;
import dev.blackstart.junit.InjectedFault;
import dev.blackstart.junit.WithChaos;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With a second server, here the same one by another way, the driver is to change over by itself. */
@SpringBootTest
@WithChaos
class FailoverTest {
    @Autowired
    Catalogue catalogue;

    @DynamicPropertySource
    static void databases(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> "jdbc:postgresql://"
                + Chaos.sharedLink("app->db", "localhost", DatabaseBehindALink.PORT) + ","
                + Chaos.sharedLink("app->standby", "localhost", DatabaseBehindALink.PORT) + "/test");
    }

    @Test
    void databaseThatSaysNothing_isLeftForTheStandby(Chaos chaos) {
        chaos.load(perSecond(20), () -> catalogue.price("tea"))
                .timeout(ofSeconds(2))
                .degradedWhen(price -> !price.current());

        try (InjectedFault silence = chaos.inject(stall().on("app->db"))) {
            chaos.expect()
                    .degraded()
                    .alertWithin(ofSeconds(5))
                    .recoveredWithin(ofSeconds(10))
                    .byItself();
        }
    }
}
