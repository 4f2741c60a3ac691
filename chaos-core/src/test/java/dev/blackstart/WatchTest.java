package dev.blackstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class WatchTest {
    private final RunClock clock = new RunClock();

    /** Does not come back from its first entry before it is let go, as one whose output is stopped. */
    private static final class Stuck implements RunObserver {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);
        final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public void entry(Entry entry) {
            reached.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            seen.add(String.valueOf(entry.seq()));
        }

        @Override
        public void dropped(long entries) {
            seen.add(entries + " dropped");
        }
    }

    private Entry entry(long seq) {
        return new Entry(seq, clock.instant(), Arm.RUN, new Event.RunEnded());
    }

    @Test
    void entry_observerIsStuck_neitherBlocksNorKeepsMoreThanItsBound() throws InterruptedException {
        // Given
        Stuck stuck = new Stuck();
        Watch watch = new Watch(stuck, clock);
        watch.entry(entry(1));
        stuck.reached.await();

        // When
        for (int i = 0; i < Watch.MOST_WAITING + 3; i++) {
            watch.entry(entry(i + 2));
        }
        stuck.letGo.countDown();
        watch.close();

        // Then
        assertThat(stuck.seen).hasSize(Watch.MOST_WAITING + 2).startsWith("1", "3 dropped", "2");
    }

    @Test
    void close_observerIsStuck_givesUpInTime() throws InterruptedException {
        // Given
        Stuck stuck = new Stuck();
        Watch watch = new Watch(stuck, clock);
        watch.entry(entry(1));
        stuck.reached.await();
        long start = clock.nanos();

        // When
        watch.close();

        // Then
        assertThat(Duration.ofNanos(clock.nanos() - start)).isLessThan(Duration.ofSeconds(3));
        stuck.letGo.countDown();
    }

    @Test
    void close_observerIsQuick_hasHadEverything() {
        // Given
        List<Long> seen = new CopyOnWriteArrayList<>();
        Watch watch = new Watch(
                new RunObserver() {
                    @Override
                    public void entry(Entry entry) {
                        seen.add(entry.seq());
                    }
                },
                clock);

        // When
        for (int i = 1; i <= 100; i++) {
            watch.entry(entry(i));
        }
        watch.close();

        // Then
        assertThat(seen).hasSize(100).isSorted();
    }
}
