package dev.blackstart.functions;

import dev.blackstart.experiment.Activity;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A restart as it is. */
final class Restart implements NativeFunction<Restart.Arguments> {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final FunctionType<Arguments> TYPE = new FunctionType<>(
            "blackstart.mitigation",
            "restart",
            Activity.Kind.ACTION,
            "Ends a replica (SIGTERM, and SIGKILL after 10 s) and starts it again on the same ports; waits until it is ready.",
            Arguments.class);

    record Arguments(
            @Argument("the service's name in the topology") String service,

            @Argument(value = "which replica; left out: all of them, one after another", min = "1")
            Optional<Integer> ordinal) {}

    @Override
    public FunctionType<Arguments> type() {
        return TYPE;
    }

    @Override
    public Object call(Arguments arguments, CallContext context) {
        RunningTopology topology = Mitigation.topology(context);
        Service service = Mitigation.service(topology, arguments.service());
        List<ReplicaRef> replicas = IntStream.rangeClosed(1, service.replicas())
                .filter(ordinal ->
                        arguments.ordinal().map(asked -> asked == ordinal).orElse(true))
                .mapToObj(ordinal -> new ReplicaRef(service.name(), ordinal))
                .toList();
        if (replicas.isEmpty()) {
            throw new ActivityFailed("ordinal must be from 1 to " + service.replicas() + ", the replicas of "
                    + service.name() + ": " + arguments.ordinal().orElse(0));
        }
        return Mitigation.of(
                replicas,
                "restart " + service.name(),
                context,
                () -> replicas.forEach(replica -> topology.restart(replica, GRACE, context.cancellation())));
    }
}
