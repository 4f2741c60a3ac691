package dev.blackstart.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Provider;
import dev.blackstart.journal.Event;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.tolerance.Tolerance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class StepsTest {
    private static final Location AT = new Location("playbook.yaml", 1, 1, "");

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    private static Playbook.Step step(Duration within) {
        return step(within, new Provider.Python(AT, "test", "play", new Node.Mapping(AT, Map.of()), List.of()), null);
    }

    private static Playbook.Step step(Duration within, Provider provider, @Nullable Tolerance tolerance) {
        Activity.Definition activity = new Activity.Definition(
                AT,
                new Node.Mapping(AT, Map.of()),
                Activity.Kind.ACTION,
                "fail over",
                provider,
                tolerance,
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
        boolean worked = new Steps(plays.runner(), plays.events, cancellation).carryOut(step(Duration.ofMillis(50)));

        // Then
        assertThat(worked).isFalse();
        assertThat(plays.recorded())
                .hasSize(3)
                .contains(new Event.StepTimedOut("fail over", Duration.ofMillis(50)))
                .last()
                .isInstanceOf(Event.ActivityEnded.class);
    }

    /** The shell exits with the status that its argument says; a tolerance decides instead, where there is one. */
    @ParameterizedTest
    @CsvSource({"0, , true", "9, , false", "9, 9, true", "0, 9, false"})
    void carryOut_process_worksByItsStatusUnlessATolerance(int status, @Nullable Long tolerated, boolean works) {
        // Given
        Plays plays = new Plays(Path.of("/"), context -> null);
        Provider exit = new Provider.LocalProcess(AT, "sh", List.of("-c", "exit " + status), null);
        Tolerance tolerance = tolerated == null ? null : new Tolerance.Scalar(AT, tolerated);

        // When
        boolean worked = new Steps(plays.runner(), plays.events, cancellation)
                .carryOut(step(Duration.ofMinutes(1), exit, tolerance));

        // Then
        assertThat(worked).isEqualTo(works);
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
