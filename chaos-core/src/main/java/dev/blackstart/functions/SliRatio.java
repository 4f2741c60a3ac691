package dev.blackstart.functions;

import dev.blackstart.experiment.Activity;
import dev.blackstart.load.Buckets;
import dev.blackstart.load.Counts;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NotMeasurable;
import dev.blackstart.provider.Windowed;
import java.util.function.ToLongFunction;

/** The share of some answers among all, from 0 to 1. */
final class SliRatio implements Windowed<SliWindow.Length> {
    static final SliRatio FULL =
            new SliRatio("full_ratio", "The share of requests that got a full answer, from 0 to 1.", Counts::full);
    static final SliRatio SUCCESS = new SliRatio(
            "success_ratio",
            "The share of requests that got an answer, full or degraded, from 0 to 1.",
            counts -> counts.full() + counts.degraded());

    private final FunctionType<SliWindow.Length> type;
    private final ToLongFunction<Counts> good;

    private SliRatio(String func, String summary, ToLongFunction<Counts> good) {
        this.type = new FunctionType<>("blackstart.sli", func, Activity.Kind.PROBE, summary, SliWindow.Length.class);
        this.good = good;
    }

    @Override
    public FunctionType<SliWindow.Length> type() {
        return type;
    }

    @Override
    public Window window(SliWindow.Length arguments) {
        return new Window(SliWindow.rounded(arguments.window(), Buckets.WIDTH), SliWindow.LEAST_SAMPLES);
    }

    @Override
    public Object call(SliWindow.Length arguments, CallContext context) {
        SliWindow window = SliWindow.await(context, arguments.window(), Buckets.WIDTH);
        Counts counts = window.sli().counts(window.start(), window.end());
        if (counts.total() < SliWindow.LEAST_SAMPLES) {
            throw new NotMeasurable("only " + counts.total() + " requests ended in the window; a ratio needs at least "
                    + SliWindow.LEAST_SAMPLES);
        }
        return good.applyAsLong(counts) / (double) counts.total();
    }
}
