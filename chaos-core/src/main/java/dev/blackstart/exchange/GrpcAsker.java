package dev.blackstart.exchange;

import dev.blackstart.time.RunClock;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * {@code grpc.health.v1.Health/Check}, plaintext, all over one HTTP/2 connection
 * (https://github.com/grpc/grpc/blob/master/doc/health-checking.md). The only class of this package that touches gRPC.
 */
final class GrpcAsker implements Asker {
    private static final int MAX_IN_FLIGHT = 64;

    /** What our own side says. */
    private static final Set<Status.Code> NO_ANSWER =
            Set.of(Status.Code.DEADLINE_EXCEEDED, Status.Code.UNAVAILABLE, Status.Code.CANCELLED);

    private static final int RECONNECT_MILLIS = 100;
    private static final Duration CLOSE = Duration.ofSeconds(1);
    /** Of our own, because only then can a channel say how it connects. */
    private static final EventLoopGroup LOOP = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("blackstart-ask-grpc", true), NioIoHandler.newFactory());

    private final String service;
    private final RunClock clock;
    private final ManagedChannel channel;
    private final ScheduledFuture<?> reconnect;
    private final OwnEnds ends;
    private final Semaphore free = new Semaphore(MAX_IN_FLIGHT);
    private final Set<Check> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param service the name to check; empty for the server as a whole */
    GrpcAsker(String service, InetSocketAddress address, RunClock clock, OwnEnds ends) {
        this.service = service;
        this.clock = clock;
        this.ends = ends;
        this.channel = NettyChannelBuilder.forAddress(address)
                .usePlaintext()
                .disableRetry()
                .directExecutor()
                .proxyDetector(target -> null)
                .eventLoopGroup(LOOP)
                .channelFactory(() -> new KnownEnd(ends))
                .build();
        this.reconnect =
                LOOP.scheduleWithFixedDelay(this::reconnect, RECONNECT_MILLIS, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A connection whose own end is noted before it is opened: a proxy sees it long before HTTP/2 says that it is ready. */
    private static final class KnownEnd extends NioSocketChannel {
        private final OwnEnds ends;

        KnownEnd(OwnEnds ends) {
            this.ends = ends;
        }

        @Override
        protected boolean doConnect(SocketAddress far, @Nullable SocketAddress near) throws Exception {
            InetSocketAddress chosen = near == null ? OwnEnds.nearEnd(far) : null;
            if (chosen != null) {
                doBind(chosen);
                ends.add(javaChannel().getLocalAddress());
            }
            return super.doConnect(far, near);
        }
    }

    /** gRPC waits longer and longer between attempts; a service that is back must be seen at once. */
    private void reconnect() {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
    }

    @Override
    public void connect(Duration within) {
        CountDownLatch ready = new CountDownLatch(1);
        awaitReady(channel.getState(true), ready);
        try {
            // Not ready in time is no error: the first exchange waits on, or fails with the reason.
            var unused = ready.await(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(ConnectivityState state, CountDownLatch ready) {
        if (state == ConnectivityState.READY || state == ConnectivityState.SHUTDOWN) {
            ready.countDown();
        } else {
            channel.notifyWhenStateChanged(state, () -> awaitReady(channel.getState(true), ready));
        }
    }

    @Override
    public CompletableFuture<Answer> ask(Duration within) {
        Check check = new Check(within);
        if (closed.get() || !free.tryAcquire()) {
            check.complete(false, false, closed.get() ? "closed" : "busy");
            return check.answer;
        }
        underWay.add(check);
        check.start();
        if (closed.get()) {
            check.answer.cancel(false);
        }
        return check.answer;
    }

    /** One call. Its time runs from the moment the request's headers went to the socket. */
    private final class Check extends ClientCall.Listener<HealthCheckResponse> {
        private final Duration within;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final long asked = clock.nanos();
        private volatile long sent = asked;
        private volatile String local = "";
        private volatile @Nullable HealthCheckResponse response;

        Check(Duration within) {
            this.within = within;
        }

        void start() {
            CallOptions options = CallOptions.DEFAULT
                    .withDeadlineAfter(within.toNanos(), TimeUnit.NANOSECONDS)
                    .withStreamTracerFactory(new ClientStreamTracer.Factory() {
                        @Override
                        public ClientStreamTracer newClientStreamTracer(
                                ClientStreamTracer.StreamInfo info, Metadata headers) {
                            return new SendTimes();
                        }
                    });
            ClientCall<HealthCheckRequest, HealthCheckResponse> call =
                    channel.newCall(HealthGrpc.getCheckMethod(), options);
            call.start(this, new Metadata());
            call.request(2);
            call.sendMessage(HealthCheckRequest.newBuilder().setService(service).build());
            call.halfClose();
        }

        private final class SendTimes extends ClientStreamTracer {
            @Override
            public void streamCreated(Attributes attributes, Metadata headers) {
                SocketAddress near = attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
                ends.add(near);
                local = OwnEnds.text(near);
                sent = clock.nanos();
            }
        }

        @Override
        public void onMessage(HealthCheckResponse message) {
            response = message;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            underWay.remove(this);
            free.release();
            HealthCheckResponse health = response;
            if (closed.get()) {
                answer.cancel(false);
            } else if (status.isOk() && health != null) {
                complete(
                        true,
                        health.getStatus() == HealthCheckResponse.ServingStatus.SERVING,
                        health.getStatus().name());
            } else {
                complete(!NO_ANSWER.contains(status.getCode()), false, reason(status));
            }
        }

        void complete(boolean came, boolean ok, String detail) {
            answer.complete(
                    new Answer(clock.at(sent), Duration.ofNanos(clock.nanos() - sent), came, ok, detail, local));
        }

        private String reason(Status status) {
            return switch (status.getCode()) {
                case DEADLINE_EXCEEDED -> Exchanges.timeout(within);
                case UNIMPLEMENTED -> "no health service";
                case NOT_FOUND -> "unknown service '" + service + "'";
                case UNAVAILABLE -> unavailable(status);
                default -> status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
            };
        }
    }

    private static String unavailable(Status status) {
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause == null || cause.getMessage() == null ? status.getDescription() : cause.getMessage();
        if (message == null) {
            return "unavailable";
        }
        return message.contains("refused") ? "connection refused" : message.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        reconnect.cancel(false);
        channel.shutdownNow();
        underWay.forEach(check -> check.answer.cancel(false));
        try {
            var unused = channel.awaitTermination(CLOSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
