package dev.blackstart.load;

import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Extension;
import dev.blackstart.journal.EventSink;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.ServiceLoader;

/** Puts the experiment's workload on a running topology. */
public final class Workload {
    private Workload() {}

    /**
     * Starts sending. For gRPC it first asks the servers what the method's messages are, which blocks for at most 10 s; nothing else
     * blocks. The load's first second is as steady as the servers are: see {@link Warmup}.
     *
     * @param targets the replicas of the service that is called, reached directly; requests go to them in turn
     * @param recorder a fresh one for each arm
     * @param cancellation of the run: the load does not wait for its last answers then
     * @throws dev.blackstart.time.Cancelled if the run is interrupted before anything was sent
     * @throws WorkloadInvalid if the servers do not know the method, or the request does not fit it; nothing has been sent then
     */
    public static RunningLoad start(
            Extension.Workload spec,
            List<InetSocketAddress> targets,
            SliRecorder recorder,
            EventSink events,
            RunClock clock,
            Cancellation cancellation) {
        if (targets.isEmpty()) {
            throw new WorkloadInvalid(List.of(new Problem(
                    spec.call().at().member("to"),
                    "service '" + spec.call().to() + "' has no replica to send requests to")));
        }
        Caller caller = caller(spec, targets, clock, cancellation);
        OpenLoop loop = new OpenLoop(spec.rate(), spec.timeout(), caller, recorder, events, clock, cancellation);
        loop.start();
        return loop;
    }

    /** The same with a request that is a piece of code. Nothing blocks. */
    public static <T> RunningLoad start(
            CodeWorkload<T> spec, SliRecorder recorder, EventSink events, RunClock clock, Cancellation cancellation) {
        OpenLoop loop = new OpenLoop(
                spec.rate(), spec.timeout(), new CodeCaller<>(spec, clock), recorder, events, clock, cancellation);
        loop.start();
        return loop;
    }

    private static Caller caller(
            Extension.Workload spec, List<InetSocketAddress> targets, RunClock clock, Cancellation cancellation) {
        AnswerRules rules = AnswerRules.of(spec);
        if (spec.call() instanceof Extension.Call.Grpc grpc) {
            ClassLoader loader = Workload.class.getClassLoader();
            GrpcPresence.check(grpc.at(), loader);
            return ServiceLoader.load(GrpcCallers.class, loader)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no META-INF/services/" + GrpcCallers.class.getName()
                            + " on the class path: a jar that holds Blackstart must keep its service files"))
                    .open(grpc, targets, spec.timeout(), rules, clock, cancellation);
        }
        if (spec.call() instanceof Extension.Call.Http http) {
            return new HttpCaller(http, targets, spec.timeout(), rules, clock);
        }
        throw new AssertionError("a call is gRPC or HTTP: " + spec.call());
    }
}
