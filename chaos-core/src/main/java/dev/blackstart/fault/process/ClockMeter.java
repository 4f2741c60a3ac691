package dev.blackstart.fault.process;

import dev.blackstart.exchange.Protocol;
import dev.blackstart.exchange.Question;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sees how far the clock of a replica is off, by the Date of its HTTP answers. */
final class ClockMeter extends ReplicaMeter {
    private static final int PATIENCE_MILLIS = 1_000;

    private final Clock asked;

    ClockMeter(FaultId id, Target.OfReplica target, Clock asked, MeterContext run) {
        super(id, target, run);
        this.asked = asked;
    }

    /** What is asked; empty where no answer bears a date. */
    static Optional<Question> question(Replica replica) {
        return replica.readiness().map(Readiness::question).filter(question -> question.protocol() == Protocol.HTTP);
    }

    @Override
    void sample() {
        Instant sent = run.clock().instant();
        try {
            double off = secondsOff();
            boolean shows = ClockDriver.isOffAsAsked(asked, off);
            Duration took = Duration.between(sent, run.clock().instant());
            came(new Found(sent, took, true, shows, "its clock is " + Math.round(off) + " s off", off));
        } catch (IOException e) {
            Duration took = Duration.between(sent, run.clock().instant());
            came(new Found(sent, took, false, false, "no answer: " + e.getMessage(), null));
        }
    }

    private double secondsOff() throws IOException {
        Question question = question(target.replica()).orElseThrow();
        InetSocketAddress address = target.replica().address(question.port());
        URL url = new URL("http", address.getHostString(), address.getPort(), question.detail());
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try {
            connection.getResponseCode();
            long date = connection.getDate();
            if (date == 0) {
                throw new IOException("an answer without a Date");
            }
            return (date - run.clock().instant().toEpochMilli()) / 1_000.0;
        } finally {
            connection.disconnect();
        }
    }

    @Override
    boolean isFaulted() {
        try {
            return Math.abs(secondsOff()) > Math.abs(asked.seconds()) / 2.0 + 1;
        } catch (IOException e) {
            return false;
        }
    }
}
