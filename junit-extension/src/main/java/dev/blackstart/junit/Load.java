package dev.blackstart.junit;

import java.time.Duration;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * The load of a test: what is sent, and what the answers are to be like. Begins with {@link #start}, else with the first fault, and goes
 * on until the test is over. What is said of it has to be said before.
 *
 * @param <T> the answers
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Load<T> {
    /** After this a request has failed, and its thread is interrupted. One second if nothing is said. */
    Load<T> timeout(Duration timeout);

    /** Which answers are less than they could be, and still answers. None if nothing is said. */
    Load<T> degradedWhen(Predicate<? super T> degraded);

    /** Which failures are refusals to take more load. None if nothing is said. */
    Load<T> shedWhen(Predicate<? super Exception> shed);

    /** What the answers are to be like; {@code Slo.full(0.99)} if nothing is said. */
    Load<T> slo(Slo slo);

    /**
     * Begins to send.
     *
     * @throws IllegalArgumentException if so few requests could never set off the alert of the {@link Slo}
     */
    Load<T> start();
}
