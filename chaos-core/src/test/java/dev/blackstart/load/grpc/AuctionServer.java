package dev.blackstart.load.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A gRPC server without generated code; its messages travel as bytes inside others. */
final class AuctionServer implements AutoCloseable {
    private static final String MESSAGES = """
            name: "messages.proto" package: "test" syntax: "proto3"
            message_type { name: "Input"
              field { name: "by_buyer" number: 1 label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".test.Input.ByBuyerEntry" json_name: "byBuyer" }
              field { name: "publisher" number: 2 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "publisher" }
              nested_type { name: "ByBuyerEntry"
                field { name: "key" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "key" }
                field { name: "value" number: 2 label: LABEL_OPTIONAL type: TYPE_BYTES json_name: "value" }
                options { map_entry: true } } }
            message_type { name: "Buyer"
              field { name: "groups" number: 1 label: LABEL_REPEATED type: TYPE_STRING json_name: "groups" } }
            message_type { name: "Result"
              field { name: "is_chaff" number: 1 label: LABEL_OPTIONAL type: TYPE_BOOL json_name: "isChaff" }
              field { name: "owner" number: 2 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "owner" } }
            """;
    private static final String SERVICE = """
            name: "service.proto" package: "test" syntax: "proto3" dependency: "messages.proto"
            message_type { name: "AskRequest"
              field { name: "input" number: 1 label: LABEL_OPTIONAL type: TYPE_BYTES json_name: "input" }
              field { name: "max_ads" number: 2 label: LABEL_OPTIONAL type: TYPE_INT32 json_name: "maxAds" } }
            message_type { name: "AskResponse"
              field { name: "result" number: 1 label: LABEL_OPTIONAL type: TYPE_BYTES json_name: "result" } }
            service { name: "Auctions"
              method { name: "Ask" input_type: ".test.AskRequest" output_type: ".test.AskResponse" }
              method { name: "Watch" input_type: ".test.AskRequest" output_type: ".test.AskResponse" server_streaming: true } }
            """;

    static final FileDescriptor MESSAGES_FILE = file(MESSAGES);
    static final FileDescriptor SERVICE_FILE = file(SERVICE, MESSAGES_FILE);

    private final Server server;
    private final InetSocketAddress address;

    /**
     * @param answer from the request to the bytes of the answer's {@code result}; an exception becomes the call's status
     * @param reflection null for none
     */
    AuctionServer(int port, Function<DynamicMessage, ByteString> answer, @Nullable BindableService reflection) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .directExecutor()
                .addService(service(answer));
        if (reflection != null) {
            builder.addService(reflection);
        }
        try {
            server = builder.build().start();
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Descriptor message(String name) {
        Descriptor found = MESSAGES_FILE.findMessageTypeByName(name);
        Descriptor type = found != null ? found : SERVICE_FILE.findMessageTypeByName(name);
        if (type == null) {
            throw new IllegalArgumentException(name);
        }
        return type;
    }

    private static ServerServiceDefinition service(Function<DynamicMessage, ByteString> answer) {
        MethodDescriptor<DynamicMessage, DynamicMessage> ask = method("Ask", MethodType.UNARY);
        ProtoFileDescriptorSupplier schema = () -> SERVICE_FILE;
        ServiceDescriptor descriptor = ServiceDescriptor.newBuilder("test.Auctions")
                .setSchemaDescriptor(schema)
                .addMethod(ask)
                .build();
        return ServerServiceDefinition.builder(descriptor)
                .addMethod(
                        ask,
                        ServerCalls.asyncUnaryCall((DynamicMessage request, StreamObserver<DynamicMessage> response) ->
                                answer(answer, request, response)))
                .build();
    }

    private static void answer(
            Function<DynamicMessage, ByteString> answer,
            DynamicMessage request,
            StreamObserver<DynamicMessage> response) {
        try {
            DynamicMessage.Builder message = DynamicMessage.newBuilder(message("AskResponse"));
            response.onNext(message.setField(message("AskResponse").findFieldByName("result"), answer.apply(request))
                    .build());
            response.onCompleted();
        } catch (RuntimeException e) {
            response.onError(e);
        }
    }

    private static MethodDescriptor<DynamicMessage, DynamicMessage> method(String name, MethodType type) {
        return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(type)
                .setFullMethodName("test.Auctions/" + name)
                .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(message("AskRequest"))))
                .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(message("AskResponse"))))
                .build();
    }

    private static FileDescriptor file(String text, FileDescriptor... imports) {
        try {
            return FileDescriptor.buildFrom(TextFormat.parse(text, FileDescriptorProto.class), imports);
        } catch (DescriptorValidationException | TextFormat.ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
