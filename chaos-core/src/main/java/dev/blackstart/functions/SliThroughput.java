package dev.blackstart.functions;

import dev.blackstart.experiment.Activity;
import dev.blackstart.load.Buckets;
import dev.blackstart.load.Counts;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.Windowed;

/** Answers a second. None at all is a measurement too. */
final class SliThroughput implements Windowed<SliWindow.Length> {
    private static final FunctionType<SliWindow.Length> TYPE = new FunctionType<>(
            "blackstart.sli",
            "throughput",
            Activity.Kind.PROBE,
            "Answers a second, full or degraded; what failed or was shed is not counted.",
            SliWindow.Length.class);

    @Override
    public FunctionType<SliWindow.Length> type() {
        return TYPE;
    }

    @Override
    public Window window(SliWindow.Length arguments) {
        return new Window(SliWindow.rounded(arguments.window(), Buckets.WIDTH), 0);
    }

    @Override
    public Object call(SliWindow.Length arguments, CallContext context) {
        SliWindow window = SliWindow.await(context, arguments.window(), Buckets.WIDTH);
        Counts counts = window.sli().counts(window.start(), window.end());
        return (counts.full() + counts.degraded()) / window.seconds();
    }
}
