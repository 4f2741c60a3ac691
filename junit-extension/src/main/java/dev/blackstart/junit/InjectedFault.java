package dev.blackstart.junit;

import dev.blackstart.report.Evidence;
import java.util.List;
import org.apiguardian.api.API;

/** A fault in force, for a try block: gone after it, whatever happened in it. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface InjectedFault extends AutoCloseable {
    /** What has been measured so far, of each of its targets. */
    List<Evidence> evidence();

    /**
     * Takes it back. Waits for three seconds at most until its effect, and traffic that met it, have been seen, and for as long until it is
     * gone. A latency that its client did not wait for is waited for here, for half a minute at most. Idempotent.
     *
     * @throws AssertionError if it had no effect, met no traffic, or was still there afterwards, unless the test does not ask for that
     * @throws dev.blackstart.fault.FaultFailed if it could not be reverted
     */
    @Override
    void close();
}
