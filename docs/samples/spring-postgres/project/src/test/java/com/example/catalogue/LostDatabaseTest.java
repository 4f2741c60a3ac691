package com.example.catalogue;

import static dev.blackstart.fault.network.Refuse.refuse;
import static dev.blackstart.fault.network.Stall.stall;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.blackstart.junit.Chaos;
import dev.blackstart.junit.InjectedFault;
import dev.blackstart.junit.WithChaos;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@WithChaos
class LostDatabaseTest extends DatabaseBehindALink {
    private static final int CALLERS = 20;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @Autowired
    Catalogue catalogue;

    @Autowired
    HikariDataSource pool;

    @BeforeEach
    void databaseAnswers() {
        assertThat(catalogue.price("tea")).isEqualTo(new Price(450, true));
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    @Test
    void databaseThatSaysNothing_holdsNobodyUp(Chaos chaos) throws InterruptedException {
        try (InjectedFault silence = chaos.inject(stall().on("app->db"))) {
            assertThat(askedByAll(2)).containsOnly(new Price(450, false));
        }

        await().atMost(ofSeconds(5)).untilAsserted(() -> {
            assertThat(askedByAll(2)).containsOnly(new Price(450, true));
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
            assertThat(pool.getHikariPoolMXBean().getThreadsAwaitingConnection())
                    .isZero();
        });
    }

    @Test
    void databaseThatIsGone_isMissedAtOnce_andFoundAgain(Chaos chaos) {
        try (InjectedFault gone = chaos.inject(refuse().on("app->db"))) {
            assertThat(catalogue.price("tea")).isEqualTo(new Price(450, false));
        }

        await().atMost(ofSeconds(5))
                .untilAsserted(() -> assertThat(catalogue.price("tea")).isEqualTo(new Price(450, true)));
    }

    /** More callers than the pool has connections; each of them has its answer in so many seconds. */
    private List<Price> askedByAll(int seconds) throws InterruptedException {
        List<Callable<Price>> calls = Collections.nCopies(CALLERS, () -> catalogue.price("tea"));
        List<Future<Price>> answers = callers.invokeAll(calls, seconds, SECONDS);
        assertThat(answers).noneMatch(Future::isCancelled);
        return answers.stream().map(LostDatabaseTest::answer).toList();
    }

    private static Price answer(Future<Price> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError("no price", e);
        }
    }
}
