package dev.blackstart.load;

import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the optional libraries for gRPC workloads are there. Loads none of them. */
final class GrpcPresence {
    private static final Map<String, String> ARTIFACT_BY_CLASS = Map.of(
            "io/grpc/netty/shaded/io/grpc/netty/NettyChannelBuilder.class", "io.grpc:grpc-netty-shaded",
            "io/grpc/stub/ClientCalls.class", "io.grpc:grpc-stub",
            "io/grpc/protobuf/ProtoUtils.class", "io.grpc:grpc-protobuf",
            "io/grpc/reflection/v1/ServerReflectionGrpc.class", "io.grpc:grpc-services",
            "com/google/protobuf/util/JsonFormat.class", "com.google.protobuf:protobuf-java-util");

    private GrpcPresence() {}

    /** @throws WorkloadInvalid naming every artifact that is missing */
    static void check(Location at, @Nullable ClassLoader loader) {
        List<String> missing = new ArrayList<>();
        ARTIFACT_BY_CLASS.forEach((resource, artifact) -> {
            if (loader == null || loader.getResource(resource) == null) {
                missing.add(artifact);
            }
        });
        if (!missing.isEmpty()) {
            missing.sort(null);
            throw new WorkloadInvalid(List.of(new Problem(
                    at,
                    "a gRPC workload needs libraries that are not on the class path: add "
                            + String.join(", ", missing))));
        }
    }
}
