package dev.blackstart.load.grpc;

import dev.blackstart.experiment.Extension;
import dev.blackstart.load.AnswerRules;
import dev.blackstart.load.Caller;
import dev.blackstart.load.GrpcCallers;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Callers that learn the messages by server reflection. Public for ServiceLoader only. */
public final class ReflectionCallers implements GrpcCallers {
    @Override
    public Caller open(
            Extension.Call.Grpc call,
            List<InetSocketAddress> targets,
            Duration timeout,
            AnswerRules rules,
            RunClock clock,
            Cancellation cancellation) {
        return GrpcCaller.open(call, targets, timeout, rules, clock, cancellation);
    }
}
