package dev.blackstart.load.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Extension;
import dev.blackstart.load.AnswerRules;
import dev.blackstart.load.AnswerView;
import dev.blackstart.load.Caller;
import dev.blackstart.load.Outcome;
import dev.blackstart.load.Reply;
import dev.blackstart.load.WorkloadInvalid;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the workload's request over gRPC, plaintext, one channel for each replica. RESOURCE_EXHAUSTED is shed, every other status but
 * OK has failed; so has an answer whose nested bytes are not the message that the experiment says they are.
 */
final class GrpcCaller implements Caller {
    private static final Duration DISCOVERY = Duration.ofSeconds(10);

    private final List<ManagedChannel> channels;
    private final io.grpc.MethodDescriptor<byte[], byte[]> method;
    private final byte[] request;
    private final AnswerReader answers;
    private final Duration timeout;
    private final AnswerRules rules;
    private final RunClock clock;

    private GrpcCaller(List<ManagedChannel> channels, Plan plan, Duration timeout, AnswerRules rules, RunClock clock) {
        this.channels = channels;
        this.method = plan.method;
        this.request = plan.request.toByteArray();
        this.answers = plan.answers;
        this.timeout = timeout;
        this.rules = rules;
        this.clock = clock;
    }

    /** What is known once the servers have told about the method. */
    private record Plan(io.grpc.MethodDescriptor<byte[], byte[]> method, ByteString request, AnswerReader answers) {}

    /**
     * Opens the channels, asks the first server for the method's messages and builds the request. Blocks for at most 10 s.
     *
     * @throws dev.blackstart.time.Cancelled if the run is interrupted meanwhile
     * @throws WorkloadInvalid if the server has no reflection, does not know the method, or the request does not fit it
     */
    static GrpcCaller open(
            Extension.Call.Grpc call,
            List<InetSocketAddress> targets,
            Duration timeout,
            AnswerRules rules,
            RunClock clock,
            Cancellation cancellation) {
        List<ManagedChannel> channels = new ArrayList<>();
        try {
            targets.forEach(target -> channels.add(channel(target)));
            Plan plan = plan(call, rules, channels.get(0), cancellation);
            channels.forEach(channel -> channel.getState(true));
            return new GrpcCaller(List.copyOf(channels), plan, timeout, rules, clock);
        } catch (RuntimeException e) {
            channels.forEach(ManagedChannel::shutdownNow);
            throw e;
        }
    }

    private static ManagedChannel channel(InetSocketAddress target) {
        // Callbacks are short, so they run where the answer arrives: a thread in between would only blur when that was.
        return NettyChannelBuilder.forAddress(target)
                .usePlaintext()
                .proxyDetector(address -> null)
                .disableRetry()
                .directExecutor()
                .build();
    }

    private static Plan plan(
            Extension.Call.Grpc call, AnswerRules rules, ManagedChannel channel, Cancellation cancellation) {
        Schema schema = Schema.of(call, new Reflection(channel, DISCOVERY, cancellation));
        MethodDescriptor found = schema.method();
        Location at = call.at();
        List<Problem> problems = new ArrayList<>();
        Location nested = at.member("nested");
        NestedMessages inRequest = NestedMessages.resolve(
                found.getInputType(), call.nestedRequest(), schema, nested.member("request"), problems);
        NestedMessages inResponse = NestedMessages.resolve(
                found.getOutputType(), call.nestedResponse(), schema, nested.member("response"), problems);
        rules.paths().forEach(path -> inResponse.check(found.getOutputType(), path, problems));
        byte[] request = problems.isEmpty()
                ? new RequestWriter(schema.registry(), problems)
                        .write(call.request(), found.getInputType(), inRequest, at.member("request"))
                : new byte[0];
        if (!problems.isEmpty()) {
            throw new WorkloadInvalid(problems);
        }
        var method = io.grpc.MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
                .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(
                        found.getService().getFullName(), found.getName()))
                .build();
        return new Plan(
                method,
                ByteString.copyFrom(request),
                new AnswerReader(found.getOutputType(), inResponse, schema.registry()));
    }

    @Override
    public void send(long turn, Consumer<Reply> over) {
        ManagedChannel channel = channels.get((int) (turn % channels.size()));
        long sent = clock.nanos();
        ClientCall<byte[], byte[]> call =
                channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
        call.start(new Ending(sent, over), new Metadata());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    /** gRPC waits ever longer between attempts to connect, up to minutes; recovery would be measured too late by as much. */
    @Override
    public void reconnect() {
        for (ManagedChannel channel : channels) {
            ConnectivityState state = channel.getState(true);
            if (state == ConnectivityState.TRANSIENT_FAILURE) {
                channel.resetConnectBackoff();
            }
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    /** Waits for the end of one call. */
    private final class Ending extends ClientCall.Listener<byte[]> {
        private final long sent;
        private final Consumer<Reply> over;
        private byte @Nullable [] answer;

        Ending(long sent, Consumer<Reply> over) {
            this.sent = sent;
            this.over = over;
        }

        @Override
        public void onMessage(byte[] message) {
            answer = message;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            over.accept(reply(status, answer, clock.nanos(), sent));
        }
    }

    private Reply reply(Status status, byte @Nullable [] answer, long completed, long sent) {
        if (status.isOk()) {
            return answer == null
                    ? new Reply(Outcome.FAILED, completed, false, "OK without a message")
                    : judge(answer, completed);
        }
        // A server may hand on a DEADLINE_EXCEEDED of its own; only a whole timeout is ours.
        boolean gaveUp =
                status.getCode() == Status.Code.DEADLINE_EXCEEDED && completed - sent >= timeout.toNanos() * 95 / 100;
        Outcome outcome = status.getCode() == Status.Code.RESOURCE_EXHAUSTED ? Outcome.SHED : Outcome.FAILED;
        return new Reply(outcome, completed, gaveUp, detail(status));
    }

    private Reply judge(byte[] answer, long completed) {
        if (!rules.lookInside() && !answers.hasNested()) {
            return new Reply(Outcome.FULL, completed, false, "OK");
        }
        try {
            Object message = answers.read(answer);
            return new Reply(rules.judge(new AnswerView(message, message)), completed, false, "OK");
        } catch (AnswerReader.Unreadable e) {
            return new Reply(Outcome.FAILED, completed, false, "OK, but " + e.getMessage());
        }
    }

    private static String detail(Status status) {
        Throwable cause = status.getCause();
        String description = status.getDescription();
        if (status.getCode() == Status.Code.UNAVAILABLE && cause != null && cause.getMessage() != null) {
            return "UNAVAILABLE: " + cause.getMessage();
        }
        return description == null ? status.getCode().name() : status.getCode() + ": " + description;
    }

    static String list(Descriptor type) {
        return type.getFields().stream()
                .map(field -> field.getJsonName())
                .reduce((a, b) -> a + ", " + b)
                .orElse("none");
    }
}
