package com.example;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.junit.Rate.perSecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.blackstart.junit.Chaos;
import dev.blackstart.junit.ChaosTest;
import dev.blackstart.junit.Endpoint;
import dev.blackstart.junit.InjectedFault;

class ShopTest {
    @ChaosTest
    void slowStock_isDoneWithout_andReplacedByTheSpare(Chaos chaos) throws Exception {
        try (Stock stock = new Stock(0);
                Stock spare = new Stock(0)) {
            Endpoint link = chaos.link("shop->stock", "127.0.0.1", stock.port());
            Shop shop = new Shop(link.toString());
            chaos.load(perSecond(40), shop::lamps).degradedWhen("some"::equals);

            try (InjectedFault slow = chaos.inject(latency(ofMillis(300)).on("shop->stock"))) {
                chaos.expect()
                        .degraded()
                        .alertWithin(ofSeconds(5))
                        .recoveredWithin(ofSeconds(5))
                        .by(() -> shop.use("127.0.0.1:" + spare.port()));
            }
        }
    }
}
