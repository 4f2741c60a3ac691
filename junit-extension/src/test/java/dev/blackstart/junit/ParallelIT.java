package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.fault.network.Stall.stall;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.fault.FaultFailed;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Tests that run at the same time. Each sample's tests wait for each other, so that they do. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
@SuppressWarnings("try") // what a block is about is on, not used
class ParallelIT {
    private static final String SHARED = "everybody->shared";
    private static final EchoServer SERVER = new EchoServer();
    private static Endpoint shared = new Endpoint("", 1);
    private static CountDownLatch injected = new CountDownLatch(1);
    private static CountDownLatch looked = new CountDownLatch(1);

    @BeforeAll
    static void share() {
        shared = Chaos.sharedLink(SHARED, "127.0.0.1", SERVER.port());
        // What the JVM keeps of it is all there from here on.
        looked.countDown();
        Kit.assertSucceeded(Kit.run(First.class), 1);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void forget() {
        injected = new CountDownLatch(1);
        looked = new CountDownLatch(1);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS))
                .as("the other test has come so far")
                .isTrue();
    }

    @WithChaos
    static class EachItsOwn extends Echoed {
        @Test
        void hasAFault(Chaos chaos) throws InterruptedException {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(700)).on(LINK))) {
                assertThat(ask()).isGreaterThanOrEqualTo(700);
                injected.countDown();
                await(looked);
            }
        }

        @Test
        void hasNone(Chaos chaos) throws InterruptedException {
            await(injected);
            try {
                assertThat(ask()).isLessThan(700);
            } finally {
                looked.countDown();
            }
        }
    }

    @Test
    void linksOfTheSameName_areEachTestsOwn() {
        Kit.assertSucceeded(Kit.runInParallel(EachItsOwn.class), 2);
    }

    @WithChaos
    static class SameFaultManyTimes extends Echoed {
        private static final CyclicBarrier ALL = new CyclicBarrier(4);

        @RepeatedTest(4)
        void hasItsFault(Chaos chaos) throws Exception {
            ALL.await(30, TimeUnit.SECONDS);
            try (InjectedFault fault = chaos.inject(latency(ofSeconds(1)).on(LINK))) {
                assertThat(ask()).isGreaterThanOrEqualTo(1_000);
                ALL.await(30, TimeUnit.SECONDS);
            }
            assertThat(ask()).isLessThan(1_000);
        }
    }

    @Test
    void sameFaultAtTheSameMoment_isOnEachTestsOwnLink() {
        Kit.assertSucceeded(Kit.runInParallel(SameFaultManyTimes.class), 4);
    }

    static class First {
        @ChaosTest
        void hasAFault(Chaos chaos) throws Exception {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on(SHARED))) {
                EchoServer.millis(shared, 5_000);
                injected.countDown();
                await(looked);
            }
        }
    }

    static class Second {
        @ChaosTest
        void isRefused(Chaos chaos) throws InterruptedException {
            await(injected);
            try {
                assertThatThrownBy(() -> chaos.inject(latency(ofMillis(300)).on(SHARED)))
                        .isInstanceOf(FaultFailed.class)
                        .hasMessageContaining("latency on everybody#1->shared#1:")
                        .hasMessageContaining(".f1) of run ")
                        .hasMessageContaining("is there")
                        .hasMessageContaining("@ResourceLock")
                        .message()
                        .doesNotContain("run --wait");
            } finally {
                looked.countDown();
            }
        }
    }

    @Test
    void faultOnASharedLink_thatAnotherTestHas_isRefused_andSaysWhatWouldDo() {
        Kit.assertSucceeded(Kit.runInParallel(First.class, Second.class), 2);
    }

    /** JUnit has one test of a class wait for another. */
    @Topology(value = "kit/tiny.yaml", reuse = true)
    static class OnWhatIsReused {
        private static final List<String> PIDS = new CopyOnWriteArrayList<>();

        @Test
        void hasAFault(Chaos chaos) throws InterruptedException {
            PIDS.add(Tiny.pid(chaos.link("test->api")));
            try (InjectedFault fault = chaos.inject(stall().on("web->api"))) {
                injected.countDown();
                await(looked);
            }
        }

        @Test
        void isRefused(Chaos chaos) throws InterruptedException {
            PIDS.add(Tiny.pid(chaos.link("test->api")));
            await(injected);
            try {
                assertThatThrownBy(() -> chaos.inject(stall().on("web->api")))
                        .isInstanceOf(FaultFailed.class)
                        .hasMessageContaining("stall on web#1->api#1:")
                        .hasMessageContaining(".f1) of run ");
            } finally {
                looked.countDown();
            }
        }
    }

    @Test
    void faultOnAReusedServer_thatAnotherTestHas_isRefused_andItIsStartedOnce() {
        // Given
        OnWhatIsReused.PIDS.clear();

        // When
        EngineExecutionResults results = Kit.runInParallel(OnWhatIsReused.class);

        // Then
        Kit.assertSucceeded(results, 2);
        assertThat(OnWhatIsReused.PIDS.stream().distinct()).hasSize(1);
    }
}
