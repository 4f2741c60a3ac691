package dev.blackstart.load.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.blackstart.time.Cancellation;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server's own description of its services: server reflection v1, or v1alpha where the server does not know v1. The two differ in
 * their names only.
 */
final class Reflection {
    private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1 =
            ServerReflectionGrpc.getServerReflectionInfoMethod();
    private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1_ALPHA = V1.toBuilder()
            .setFullMethodName("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
            .build();

    private final Channel channel;
    private final Deadline deadline;
    private final Cancellation cancellation;
    private MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method = V1;

    /** @param within for all questions together */
    Reflection(Channel channel, Duration within, Cancellation cancellation) {
        this.channel = channel;
        this.cancellation = cancellation;
        this.deadline = Deadline.after(within.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The server cannot be asked; the message says why. */
    static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unanswered(String message) {
            super(message);
        }
    }

    /** Names of the services. */
    List<String> services() {
        ServerReflectionResponse response =
                ask(ServerReflectionRequest.newBuilder().setListServices("").build());
        return response.getListServicesResponse().getServiceList().stream()
                .map(ServiceResponse::getName)
                .sorted()
                .toList();
    }

    /** The file that declares a service or message, perhaps with the files that it imports; empty when the server does not know it. */
    List<FileDescriptorProto> filesOfSymbol(String symbol) {
        return files(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(symbol)
                .build());
    }

    /** A file by name; empty when the server does not know it. */
    List<FileDescriptorProto> filesOfName(String name) {
        return files(
                ServerReflectionRequest.newBuilder().setFileByFilename(name).build());
    }

    private List<FileDescriptorProto> files(ServerReflectionRequest request) {
        List<FileDescriptorProto> files = new ArrayList<>();
        for (ByteString file : ask(request).getFileDescriptorResponse().getFileDescriptorProtoList()) {
            try {
                files.add(FileDescriptorProto.parseFrom(file));
            } catch (InvalidProtocolBufferException e) {
                throw new Unanswered("the server's reflection sends a file that cannot be read: " + e.getMessage());
            }
        }
        return files;
    }

    private ServerReflectionResponse ask(ServerReflectionRequest request) {
        Optional<ServerReflectionResponse> response = tryToAsk(request);
        if (response.isEmpty() && method == V1) {
            method = V1_ALPHA;
            response = tryToAsk(request);
        }
        return response.orElseThrow(() -> new Unanswered("the server has no reflection (neither grpc.reflection.v1 nor"
                + " v1alpha); switch it on in the server, for Java with"
                + " ProtoReflectionServiceV1 from io.grpc:grpc-services"));
    }

    /** Empty when the server does not know this version of reflection. */
    private Optional<ServerReflectionResponse> tryToAsk(ServerReflectionRequest request) {
        First first = new First();
        StreamObserver<ServerReflectionRequest> questions = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(
                        method, CallOptions.DEFAULT.withDeadline(deadline).withWaitForReady()),
                first);
        questions.onNext(request);
        questions.onCompleted();
        try {
            Duration left = Duration.ofMillis(Math.max(0, deadline.timeRemaining(TimeUnit.MILLISECONDS)) + 500);
            return Optional.of(cancellation.await(first.response, left));
        } catch (ExecutionException e) {
            Status status = Status.fromThrowable(e.getCause());
            if (status.getCode() == Status.Code.UNIMPLEMENTED) {
                return Optional.empty();
            }
            throw new Unanswered("the server could not be asked for its methods: " + status.getCode()
                    + (status.getDescription() == null ? "" : " " + status.getDescription()));
        } catch (TimeoutException e) {
            throw new Unanswered("the server could not be asked for its methods: no answer in time");
        }
    }

    /** Takes the first answer of a stream. */
    private static final class First implements StreamObserver<ServerReflectionResponse> {
        final CompletableFuture<ServerReflectionResponse> response = new CompletableFuture<>();

        @Override
        public void onNext(ServerReflectionResponse answer) {
            response.complete(answer);
        }

        @Override
        public void onError(Throwable error) {
            response.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            response.completeExceptionally(
                    new StatusRuntimeException(Status.INTERNAL.withDescription("reflection ended without an answer")));
        }
    }
}
