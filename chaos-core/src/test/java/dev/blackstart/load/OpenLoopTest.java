package dev.blackstart.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.journal.Event.LoadBucket;
import dev.blackstart.journal.Event.LoadStarted;
import dev.blackstart.journal.Event.LoadStopped;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private final RunClock clock = new RunClock();
    private final RecordedEvents events = new RecordedEvents();

    private SliRecorder recorder(double rate) {
        return new SliRecorder(rate, null, clock.instant(), events);
    }

    private Counts total() {
        return events.of(LoadBucket.class).stream()
                .map(each -> new Counts(each.full(), each.degraded(), each.shed(), each.failed()))
                .reduce(Counts.NONE, Counts::plus);
    }

    /** A system that answers at once, or never. */
    private abstract static class FakeCaller implements Caller {
        final AtomicInteger sends = new AtomicInteger();
        final AtomicInteger closes = new AtomicInteger();

        @Override
        public void reconnect() {}

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }

    @Test
    void aSystemThatNeverAnswers_hasAtMostTwiceRateTimesTimeoutInFlight_andTheRestFailsAtOnce() {
        // Given
        FakeCaller silent = new FakeCaller() {
            @Override
            public void send(long turn, Consumer<Reply> over) {
                sends.incrementAndGet();
            }
        };
        SliRecorder recorder = recorder(100);
        OpenLoop loop = new OpenLoop(100, Duration.ofMillis(50), silent, recorder, events, clock, new Cancellation());

        // When
        loop.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> loop.sent() >= 40);
        loop.close();

        // Then
        assertThat(silent.sends).hasValue(10);
        assertThat(total().failed()).isEqualTo(loop.sent() - 10);
        assertThat(loop.lastFailure()).contains("not sent: 10 requests were under way");
    }

    @Test
    void aGeneratorThatIsLate_catchesUp_andItsLatenciesCountFromWhenRequestsWereDue() {
        // Given: the first send holds the generator up for 400 ms; everything is answered at once.
        FakeCaller slowToSend = new FakeCaller() {
            @Override
            public void send(long turn, Consumer<Reply> over) {
                if (sends.getAndIncrement() == 0) {
                    new Cancellation().sleep(Duration.ofMillis(400));
                }
                over.accept(new Reply(Outcome.FULL, clock.nanos(), false, "OK"));
            }
        };
        SliRecorder recorder = recorder(100);
        long start = clock.nanos();
        OpenLoop loop =
                new OpenLoop(100, Duration.ofSeconds(1), slowToSend, recorder, events, clock, new Cancellation());

        // When
        loop.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> loop.sent() >= 60);
        double elapsed = (clock.nanos() - start) / 1e9;
        long sent = loop.sent();
        loop.close();

        // Then
        assertThat((double) sent).isBetween(elapsed * 100 - 15, elapsed * 100 + 2);
        long waited = recorder.latencyCount(
                clock.instant().minusSeconds(60), clock.instant().plusSeconds(60));
        assertThat(waited).isEqualTo(loop.sent());
        double median = recorder.latencySeconds(
                        0.5, clock.instant().minusSeconds(60), clock.instant().plusSeconds(60))
                .orElseThrow();
        assertThat(median).isGreaterThan(0.05);
    }

    @Test
    void aCallerThatThrows_makesFailedRequests_notADeadLoad() {
        // Given
        FakeCaller broken = new FakeCaller() {
            @Override
            public void send(long turn, Consumer<Reply> over) {
                sends.incrementAndGet();
                throw new IllegalStateException("no selector");
            }
        };
        OpenLoop loop =
                new OpenLoop(100, Duration.ofMillis(50), broken, recorder(100), events, clock, new Cancellation());

        // When
        loop.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> loop.sent() >= 5);
        loop.close();

        // Then
        assertThat(total().failed()).isEqualTo(loop.sent());
        assertThat(loop.lastFailure().orElseThrow()).contains("no selector");
    }

    @Test
    void close_waitsForAnswersUnderWay_thenWritesTheLastEventOnce_andCountsNoLaterAnswer() {
        // Given
        Queue<Consumer<Reply>> pending = new ConcurrentLinkedQueue<>();
        FakeCaller silent = new FakeCaller() {
            @Override
            public void send(long turn, Consumer<Reply> over) {
                pending.add(over);
            }
        };
        OpenLoop loop =
                new OpenLoop(20, Duration.ofMillis(300), silent, recorder(20), events, clock, new Cancellation());
        loop.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> pending.size() >= 3);

        // When
        long begin = clock.nanos();
        loop.close();
        Duration took = Duration.ofNanos(clock.nanos() - begin);
        loop.close();
        pending.forEach(over -> over.accept(new Reply(Outcome.FULL, clock.nanos(), false, "late")));

        // Then
        assertThat(took).isBetween(Duration.ofMillis(250), Duration.ofSeconds(2));
        assertThat(events.all()).first().isEqualTo(new LoadStarted(20, Duration.ofMillis(300)));
        assertThat(events.all()).last().isEqualTo(new LoadStopped(loop.sent()));
        assertThat(events.of(LoadStopped.class)).hasSize(1);
        assertThat(silent.closes).hasValue(1);
        assertThat(total().total()).isZero();
    }

    @Test
    void close_runWasInterrupted_waitsForNoAnswer() {
        // Given
        FakeCaller silent = new FakeCaller() {
            @Override
            public void send(long turn, Consumer<Reply> over) {
                sends.incrementAndGet();
            }
        };
        Cancellation run = new Cancellation();
        OpenLoop loop = new OpenLoop(20, Duration.ofSeconds(2), silent, recorder(20), events, clock, run);
        loop.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> silent.sends.get() > 0);
        run.cancel("SIGINT");
        long begin = clock.nanos();

        // When
        loop.close();

        // Then
        assertThat(Duration.ofNanos(clock.nanos() - begin)).isLessThan(Duration.ofSeconds(1));
        assertThat(events.of(LoadStopped.class)).hasSize(1);
    }
}
