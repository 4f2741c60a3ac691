package dev.blackstart.junit;

import dev.blackstart.load.CodeWorkload;
import dev.blackstart.session.ChaosSession;
import dev.blackstart.session.Drill;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A load that is declared, and then under way. Thread-safe. */
final class LoadOfTest<T> implements Load<T> {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final double USUAL_RATIO = 0.99;

    private final ChaosSession session;
    private final Rate rate;
    private final Callable<? extends T> call;

    // Guarded by this.
    private Duration timeout = TIMEOUT;
    private Predicate<? super T> degraded = answer -> false;
    private Predicate<? super Exception> shed = failure -> false;
    private Slo slo = Slo.full(USUAL_RATIO);
    private @Nullable Drill drill;

    LoadOfTest(ChaosSession session, Rate rate, Callable<? extends T> call) {
        this.session = session;
        this.rate = rate;
        this.call = call;
    }

    @Override
    public synchronized Load<T> timeout(Duration other) {
        requireNotStarted();
        timeout = other;
        return this;
    }

    @Override
    public synchronized Load<T> degradedWhen(Predicate<? super T> which) {
        requireNotStarted();
        degraded = which;
        return this;
    }

    @Override
    public synchronized Load<T> shedWhen(Predicate<? super Exception> which) {
        requireNotStarted();
        shed = which;
        return this;
    }

    @Override
    public synchronized Load<T> slo(Slo other) {
        requireNotStarted();
        slo = other;
        return this;
    }

    private void requireNotStarted() {
        if (drill != null) {
            throw new IllegalStateException("the load is under way; say that before the first fault");
        }
    }

    @Override
    public synchronized Load<T> start() {
        if (drill == null) {
            drill = session.load(
                    new CodeWorkload<T>(rate.perSecond(), timeout, call, degraded, shed),
                    slo.objective(rate),
                    Slo.TIME_SCALE);
        }
        return this;
    }

    synchronized Drill drill() {
        if (drill == null) {
            throw new IllegalStateException("no fault has been injected under this load yet");
        }
        return drill;
    }
}
