package dev.blackstart.functions;

import dev.blackstart.experiment.Activity;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A deployment with changed settings. */
final class Redeploy implements NativeFunction<Redeploy.Arguments> {
    private static final FunctionType<Arguments> TYPE = new FunctionType<>(
            "blackstart.mitigation",
            "redeploy",
            Activity.Kind.ACTION,
            "Restarts a service's replicas one by one with changed environment or command, and waits until each is ready.",
            Arguments.class);

    record Arguments(
            @Argument("the service's name in the topology") String service,

            @Argument("variables laid over the service's; peer addresses such as kv-a:50051 must be declared links")
            Optional<Map<String, String>> environment,

            @Argument("replaces the service's command; left out: it stays")
            Optional<List<String>> command) {}

    @Override
    public FunctionType<Arguments> type() {
        return TYPE;
    }

    @Override
    public Object call(Arguments arguments, CallContext context) {
        RunningTopology topology = Mitigation.topology(context);
        Service service = Mitigation.service(topology, arguments.service());
        List<ReplicaRef> replicas = IntStream.rangeClosed(1, service.replicas())
                .mapToObj(ordinal -> new ReplicaRef(service.name(), ordinal))
                .toList();
        return Mitigation.of(
                replicas,
                "redeploy " + service.name(),
                context,
                () -> topology.redeploy(
                        service.name(),
                        arguments.environment().orElse(Map.of()),
                        arguments.command().orElse(null),
                        context.cancellation()));
    }
}
