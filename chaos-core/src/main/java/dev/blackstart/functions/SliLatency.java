package dev.blackstart.functions;

import dev.blackstart.experiment.Activity;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NotMeasurable;
import dev.blackstart.provider.Windowed;
import java.time.Duration;

/** How long answers took, measured from when each request was due. */
final class SliLatency implements Windowed<SliLatency.Arguments> {
    private static final Duration GRAIN = Duration.ofSeconds(1);
    private static final FunctionType<Arguments> TYPE = new FunctionType<>(
            "blackstart.sli",
            "latency",
            Activity.Kind.PROBE,
            "The latency in seconds that this share of the answers stayed within, full and degraded ones and waits that were"
                    + " given up; measured from when each request was due.",
            Arguments.class);

    record Arguments(
            @Argument(value = "the share: 0.99 for the 99th percentile", min = "0.001", max = "0.9999")
            double quantile,

            @Argument(
                    value =
                            "how far back it looks, in whole seconds; never before the current phase, so that it may wait until the"
                                    + " window is full",
                    min = SliWindow.SHORTEST,
                    max = SliWindow.LONGEST)
            Duration window) {}

    @Override
    public FunctionType<Arguments> type() {
        return TYPE;
    }

    @Override
    public Window window(Arguments arguments) {
        return new Window(SliWindow.rounded(arguments.window(), GRAIN), leastSamples(arguments.quantile()));
    }

    @Override
    public Object call(Arguments arguments, CallContext context) {
        double quantile = arguments.quantile();
        SliWindow window = SliWindow.await(context, arguments.window(), GRAIN);
        long samples = window.sli().latencyCount(window.start(), window.end());
        long needed = leastSamples(quantile);
        if (samples < needed) {
            throw new NotMeasurable("only " + samples + " answers came in the window; quantile " + quantile
                    + " needs at least " + needed);
        }
        return window.sli()
                .latencySeconds(quantile, window.start(), window.end())
                .orElseThrow(() -> new NotMeasurable("no answers came in the window"));
    }

    /** With fewer than 1 / (1 - q) samples the quantile is only the largest of them. */
    static long leastSamples(double quantile) {
        return Math.max(SliWindow.LEAST_SAMPLES, (long) Math.ceil(1 / (1 - quantile) - 1e-6));
    }
}
