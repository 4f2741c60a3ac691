package dev.blackstart.functions;

import dev.blackstart.experiment.Activity;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import java.time.Duration;

/** Whether a service is there: each of its replicas runs, and answers where it says how it is asked. */
final class Up implements NativeFunction<Up.Arguments> {
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final FunctionType<Arguments> TYPE = new FunctionType<>(
            "blackstart.topology",
            "up",
            Activity.Kind.PROBE,
            "Whether every replica of the service runs and, where it has a readiness question, answers it within 1 s.",
            Arguments.class);

    private final Answers answers;

    Up(AskerSource askers) {
        this.answers = new Answers(askers);
    }

    record Arguments(
            @Argument("the service's name in the topology") String service) {}

    @Override
    public FunctionType<Arguments> type() {
        return TYPE;
    }

    @Override
    public Object call(Arguments arguments, CallContext context) {
        RunningTopology topology = Mitigation.topology(context);
        Service service = Mitigation.service(topology, arguments.service());
        boolean running = topology.replicas().stream()
                .filter(replica -> replica.ref().service().equals(service.name()))
                .allMatch(Replica::isRunning);
        return running
                && (service.readiness() == null
                        || Boolean.TRUE.equals(answers.call(new Answers.Arguments(service.name(), WITHIN), context)));
    }
}
