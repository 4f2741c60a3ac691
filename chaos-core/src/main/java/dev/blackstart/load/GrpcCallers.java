package dev.blackstart.load;

import dev.blackstart.experiment.Extension;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Opens callers for gRPC workloads. Found by ServiceLoader, so that this package does not know the one that needs the optional gRPC
 * libraries.
 */
public interface GrpcCallers {

    /**
     * Connects to the targets and asks the first of them what the method's messages are. Blocks for at most 10 s.
     *
     * @param targets at least one
     * @throws dev.blackstart.time.Cancelled if the run is interrupted meanwhile
     * @throws WorkloadInvalid if the server has no reflection, does not know the method, or the request does not fit it
     */
    Caller open(
            Extension.Call.Grpc call,
            List<InetSocketAddress> targets,
            Duration timeout,
            AnswerRules rules,
            RunClock clock,
            Cancellation cancellation);
}
