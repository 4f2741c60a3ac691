package dev.blackstart.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.load.Counts;
import dev.blackstart.load.Sli;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionSource;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.provider.NotMeasurable;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFunctionsTest {
    private final RunClock clock = new RunClock();

    /** A load of 40 answers a second, three quarters of them full, that never ends; or one that ended before the phase began. */
    private final class SteadySli implements Sli {
        private final Instant phaseStart;
        private final @Nullable Instant ended;
        private final long each;

        SteadySli(Instant phaseStart, @Nullable Instant ended, long each) {
            this.phaseStart = phaseStart;
            this.ended = ended;
            this.each = each;
        }

        @Override
        public Counts counts(Instant from, Instant to) {
            long tenths = Duration.between(from, to).toMillis() / 100;
            assertThat(from).isAfterOrEqualTo(phaseStart);
            return new Counts(3 * each * tenths / 4, each * tenths / 8, 0, each * tenths / 8);
        }

        @Override
        public OptionalDouble latencySeconds(double quantile, Instant from, Instant to) {
            return OptionalDouble.of(quantile);
        }

        @Override
        public Instant completeUntil() {
            return ended != null ? ended : dev.blackstart.load.Buckets.floor(clock.instant());
        }

        @Override
        public Instant phaseStart() {
            return phaseStart;
        }

        @Override
        public double rate() {
            return 10 * each;
        }

        @Override
        public int inFlight() {
            return 0;
        }
    }

    private CallContext context(@Nullable Sli sli) {
        return new CallContext() {
            @Override
            public RunClock clock() {
                return clock;
            }

            @Override
            public Cancellation cancellation() {
                return new Cancellation();
            }

            @Override
            public Map<String, @Nullable Object> configuration() {
                return Map.of();
            }

            @Override
            public Map<String, @Nullable Object> secrets() {
                return Map.of();
            }

            @Override
            public <T> Optional<T> find(Class<T> part) {
                return part == Sli.class && sli != null ? Optional.of(part.cast(sli)) : Optional.empty();
            }
        };
    }

    private Instant longAgo() {
        return clock.instant().minusSeconds(3600);
    }

    @Test
    void everyFunction_isFoundByServiceLoader_andDescribesItsArguments() {
        // When
        List<NativeFunction<?>> functions = ServiceLoader.load(FunctionSource.class).stream()
                .filter(provider -> provider.type() == RunFunctions.class)
                .flatMap(provider -> provider.get().functions().stream())
                .toList();

        // Then
        assertThat(functions)
                .extracting(function -> function.type().name())
                .contains(
                        "blackstart.sli.full_ratio",
                        "blackstart.sli.success_ratio",
                        "blackstart.sli.throughput",
                        "blackstart.sli.latency",
                        "blackstart.topology.answers",
                        "blackstart.topology.up",
                        "blackstart.mitigation.redeploy",
                        "blackstart.mitigation.restart");
        for (NativeFunction<?> function : functions) {
            for (RecordComponent component : function.type().arguments().getRecordComponents()) {
                assertThat(component.getAnnotation(Argument.class))
                        .as("%s.%s", function.type().name(), component.getName())
                        .isNotNull();
            }
        }
    }

    @Test
    void figures_areOfTheWindow() {
        // Given
        CallContext context = context(new SteadySli(longAgo(), null, 8));
        SliWindow.Length window = new SliWindow.Length(Duration.ofSeconds(2));

        // Then
        assertThat(SliRatio.FULL.call(window, context)).isEqualTo(0.75);
        assertThat(SliRatio.SUCCESS.call(window, context)).isEqualTo(0.875);
        assertThat(new SliThroughput().call(window, context)).isEqualTo(70.0);
        assertThat(new SliLatency().call(new SliLatency.Arguments(0.9, Duration.ofSeconds(2)), context))
                .isEqualTo(0.9);
    }

    @Test
    void aWindowThatIsNotFullYet_isWaitedFor() {
        // Given
        Instant phase = clock.instant();

        // When
        SliWindow window = SliWindow.await(
                context(new SteadySli(phase, null, 8)), Duration.ofMillis(300), dev.blackstart.load.Buckets.WIDTH);

        // Then
        assertThat(window.start()).isAfterOrEqualTo(phase);
        assertThat(window.seconds()).isEqualTo(0.3);
        assertThat(Duration.between(phase, clock.instant())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aLoadThatEnded_isNotWaitedFor() {
        // Given
        Instant now = clock.instant();

        // Then
        assertThatThrownBy(() -> SliRatio.FULL.call(
                        new SliWindow.Length(Duration.ofSeconds(5)),
                        context(new SteadySli(now.minusSeconds(4), now.minusSeconds(3), 8))))
                .isInstanceOf(NotMeasurable.class)
                .hasMessage("the load ended before the window was full");
    }

    @Test
    void tooFewSamples_areNotMeasurable() {
        // Given: one answer in 100 ms.
        CallContext context = context(new SteadySli(longAgo(), null, 8));

        // Then
        assertThatThrownBy(() -> SliRatio.FULL.call(new SliWindow.Length(Duration.ofMillis(100)), context))
                .isInstanceOf(NotMeasurable.class)
                .hasMessage("only 8 requests ended in the window; a ratio needs at least 10");
        assertThatThrownBy(() -> new SliLatency().call(new SliLatency.Arguments(0.99, Duration.ofSeconds(1)), context))
                .isInstanceOf(NotMeasurable.class)
                .hasMessage("only 70 answers came in the window; quantile 0.99 needs at least 100");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 10", "0.9, 10", "0.95, 20", "0.99, 100", "0.999, 1000"})
    void leastSamples_ofAQuantile(double quantile, long least) {
        assertThat(SliLatency.leastSamples(quantile)).isEqualTo(least);
    }

    @Test
    void anExperimentWithoutLoadOrTopology_isToldWhatItLacks() {
        assertThatThrownBy(() -> SliRatio.FULL.call(new SliWindow.Length(Duration.ofSeconds(1)), context(null)))
                .isInstanceOf(ActivityFailed.class)
                .hasMessageContaining("declare 'workload'");
        assertThatThrownBy(() -> new Restart().call(new Restart.Arguments("kv", Optional.empty()), context(null)))
                .isInstanceOf(ActivityFailed.class)
                .hasMessageContaining("declare 'topology'");
    }
}
