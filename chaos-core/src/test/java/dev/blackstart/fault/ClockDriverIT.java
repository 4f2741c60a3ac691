package dev.blackstart.fault;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.blackstart.fault.process.Clock;
import dev.blackstart.fault.process.ClockDriver;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.TargetRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLConnection;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

final class ClockDriverIT extends FaultDriverContractTest<Clock> {
    @BeforeEach
    void library() {
        assumeThat(new ClockDriver().check(config(), target(), Host.here(new RunClock(), new Cancellation())))
                .isInstanceOf(Capability.Available.class);
    }

    @Override
    protected FaultDriver<Clock> driver() {
        return new ClockDriver();
    }

    @Override
    protected Clock config() {
        return new Clock(Duration.ofHours(1), Clock.Way.AHEAD);
    }

    @Override
    protected TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return false;
    }

    /** What a browser would see. */
    @Override
    protected boolean isFelt() {
        InetSocketAddress address = topology().back().address(ServerReplica.PORT);
        try {
            URLConnection connection =
                    new URL("http", address.getHostString(), address.getPort(), "/").openConnection();
            connection.setReadTimeout(2_000);
            return connection.getDate() - System.currentTimeMillis()
                    > Duration.ofMinutes(30).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
