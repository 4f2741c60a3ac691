package dev.blackstart.load;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * A workload whose request is a piece of code.
 *
 * @param rate requests a second, above 0
 * @param timeout after which a request has failed and its thread is interrupted
 * @param call blocks until it is answered; one that throws has failed
 * @param degraded which answers are
 * @param shed which failures are refusals to take more load
 */
public record CodeWorkload<T>(
        double rate,
        Duration timeout,
        Callable<? extends T> call,
        Predicate<? super T> degraded,
        Predicate<? super Exception> shed) {
    public CodeWorkload {
        if (!(rate > 0) || rate > 10_000) {
            throw new IllegalArgumentException("rate must be above 0 and at most 10,000 a second: " + rate);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be longer than 0: " + timeout);
        }
    }
}
