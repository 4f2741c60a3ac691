package dev.blackstart.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.engine.ActivityResult;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Provider;
import dev.blackstart.journal.Event;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class StepsTest {
    private static final Location AT = new Location("playbook.yaml", 1, 1, "");

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    private static Playbook.Step step(Duration within) {
        Activity.Definition activity = new Activity.Definition(
                AT,
                new Node.Mapping(AT, Map.of()),
                Activity.Kind.ACTION,
                "fail over",
                new Provider.Python(AT, "test", "play", new Node.Mapping(AT, Map.of()), List.of()),
                null,
                Activity.Pauses.NONE,
                false,
                List.of());
        return new Playbook.Step(activity, within);
    }

    @Test
    void carryOut_tooLong_isTimedOutBeforeItsActivityEnds() {
        // Given
        Plays plays = new Plays(Path.of("/"), context -> {
            context.cancellation().sleep(Duration.ofMinutes(1));
            return null;
        });

        // When
        ActivityResult result =
                new Steps(plays.runner(), plays.events, cancellation).carryOut(step(Duration.ofMillis(50)));

        // Then
        assertThat(result.good()).isFalse();
        assertThat(plays.recorded())
                .hasSize(3)
                .contains(new Event.StepTimedOut("fail over", Duration.ofMillis(50)))
                .last()
                .isInstanceOf(Event.ActivityEnded.class);
    }

    @Test
    void carryOut_interruptedWhileAStepTakesNoNotice_endsInTime() throws InterruptedException {
        // Given
        Plays plays = new Plays(Path.of("/"), context -> {
            begun.countDown();
            try {
                return letGo.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                return null;
            }
        });
        Thread interrupting = new Thread(() -> {
            try {
                begun.await();
                cancellation.cancel("SIGINT");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        interrupting.start();
        long start = plays.clock.nanos();

        // When, then
        assertThatThrownBy(() ->
                        new Steps(plays.runner(), plays.events, cancellation).carryOut(step(Duration.ofMinutes(1))))
                .isInstanceOf(Cancelled.class);
        assertThat(Duration.ofNanos(plays.clock.nanos() - start)).isLessThan(Duration.ofSeconds(4));
        letGo.countDown();
        interrupting.join();
    }
}
