package dev.blackstart.junit;

import java.time.Duration;
import org.apiguardian.api.API;
import org.junit.jupiter.api.function.Executable;

/**
 * What the system under the {@link Load} is expected to do about the fault that it has. Each waits until it is so, and fails the test
 * when its time is over: with what was expected, what was seen, for how long, the last answers and the seed. Not for several threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Expectation {
    /** The system degrades as it should, within ten seconds. See {@link #degradedWithin}. */
    Expectation degraded();

    /**
     * There is a second in which some answers are degraded, and full and degraded ones together are as many as the {@link Slo} asks for.
     *
     * @param within from when the fault was first felt
     * @throws AssertionError if there is none in that time
     */
    Expectation degradedWithin(Duration within);

    /**
     * The alert on the {@link Slo} fires.
     *
     * @param within from when the fault was first felt
     * @throws AssertionError if it does not in that time
     */
    Expectation alertWithin(Duration within);

    /**
     * The system comes back while the fault is still there, or after what it was on has been replaced. Says nothing before it is said
     * what brings it back.
     *
     * @param within from when that is done
     */
    Recovery recoveredWithin(Duration within);

    /** A recovery, of which it is still to be said what brings it. A test that does not say so fails. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    interface Recovery {
        /**
         * How long the answers have to be as the {@link Slo} asks, in each second of it; two seconds if nothing is said, or as long as
         * eleven requests take.
         */
        Recovery holding(Duration hold);

        /**
         * Carries out a playbook and waits.
         *
         * @param playbook its file: relative to the working folder, else on the class path
         * @throws AssertionError if the system had come back before, a step fails, or it does not come back in time
         */
        void by(String playbook);

        /**
         * Runs code as the mitigation and waits.
         *
         * @throws AssertionError if the system had come back before, or it does not come back in time; whatever it throws itself goes on
         */
        void by(Executable mitigation);

        /**
         * Does nothing and waits, from when this is called.
         *
         * @throws AssertionError if the fault has never hurt it, or it does not come back in time with the fault on
         */
        void byItself();
    }
}
