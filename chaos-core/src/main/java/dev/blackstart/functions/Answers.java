package dev.blackstart.functions;

import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.exchange.Protocol;
import dev.blackstart.exchange.Question;
import dev.blackstart.experiment.Activity;
import dev.blackstart.fault.Faults;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.TargetNames;
import dev.blackstart.topology.TargetRef;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Whether replicas answer their readiness question in time: a replica is asked directly, a link through its listener, as its source
 * would.
 */
final class Answers implements NativeFunction<Answers.Arguments> {
    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final FunctionType<Arguments> TYPE = new FunctionType<>(
            "blackstart.topology",
            "answers",
            Activity.Kind.PROBE,
            "Whether everything of this name answers its readiness question in time: true or false.",
            Arguments.class);

    private final AskerSource askers;

    Answers(AskerSource askers) {
        this.askers = askers;
    }

    record Arguments(
            @Argument("a service, a replica (kv-a#1), or a link (bfe-a->kv-a), which is asked through its proxy")
            String of,

            @Argument(value = "how long an answer may take", byDefault = "1s", min = "1ms", max = "1h")
            Duration within) {}

    @Override
    public FunctionType<Arguments> type() {
        return TYPE;
    }

    @Override
    public Object call(Arguments arguments, CallContext context) {
        RunningTopology topology = Mitigation.topology(context);
        for (TargetRef target : targets(arguments.of(), topology)) {
            if (!answers(target, topology, arguments.within(), context)) {
                return false;
            }
        }
        return true;
    }

    private static List<? extends TargetRef> targets(String name, RunningTopology topology) {
        TargetNames names = new TargetNames(topology.declared());
        try {
            return name.contains("->") ? names.links(name) : names.replicas(name);
        } catch (IllegalArgumentException e) {
            throw new ActivityFailed("of: " + e.getMessage(), e);
        }
    }

    private boolean answers(TargetRef target, RunningTopology topology, Duration within, CallContext context) {
        if (target instanceof LinkRef link) {
            Question question = questionOf(topology.replica(link.to()));
            boolean ready = question.port() == link.port();
            // A link to another port than the one that says when the replica is ready can only be opened.
            Question asked = ready ? question : new Question(Protocol.TCP, link.port(), "");
            return ask(asked, topology.link(link).listener(), within, context);
        }
        Replica replica = topology.replica((ReplicaRef) target);
        Question question = questionOf(replica);
        return ask(question, replica.address(question.port()), within, context);
    }

    private static Question questionOf(Replica replica) {
        return replica.readiness()
                .map(Readiness::question)
                .orElseThrow(
                        () -> new ActivityFailed("service '" + replica.ref().service()
                                + "' does not say how it is asked: give it x-blackstart.ready, such as grpc:50051"));
    }

    private boolean ask(Question question, InetSocketAddress address, Duration within, CallContext context) {
        OwnEnds ends = context.find(Faults.class).map(Faults::ownEnds).orElseGet(OwnEnds::new);
        try (Asker asker = askers.open(question, address, context.clock(), ends)) {
            // Also a wait that knows nothing of cancellation must not outlive the run.
            context.cancellation()
                    .await(
                            CompletableFuture.runAsync(() -> asker.connect(within), Answers::daemon),
                            within.plus(SLACK));
            Answer answer = context.cancellation().await(asker.ask(within), within.plus(SLACK));
            return answer.ok();
        } catch (IllegalArgumentException e) {
            throw new ActivityFailed(String.valueOf(e.getMessage()), e);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "blackstart-answers-connect");
        thread.setDaemon(true);
        thread.start();
    }
}
