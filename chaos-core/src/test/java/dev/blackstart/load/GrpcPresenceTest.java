package dev.blackstart.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Location;
import org.junit.jupiter.api.Test;

class GrpcPresenceTest {
    private static final Location AT = new Location("experiment.json", 12, 3, "extensions[0].workload.call");

    @Test
    void check_withoutTheLibraries_namesEachArtifact() {
        assertThatThrownBy(() -> GrpcPresence.check(AT, null))
                .isInstanceOf(WorkloadInvalid.class)
                .hasMessage(
                        "experiment.json:12 extensions[0].workload.call: a gRPC workload needs libraries that are not on the"
                                + " class path: add com.google.protobuf:protobuf-java-util, io.grpc:grpc-netty-shaded,"
                                + " io.grpc:grpc-protobuf, io.grpc:grpc-services, io.grpc:grpc-stub");
    }

    @Test
    void check_withThem_passes() {
        assertThatCode(() -> GrpcPresence.check(AT, GrpcPresenceTest.class.getClassLoader()))
                .doesNotThrowAnyException();
    }
}
