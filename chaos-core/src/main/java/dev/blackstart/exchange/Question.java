package dev.blackstart.exchange;

/**
 * What is asked of a service to see that it answers, written {@code grpc:50051}, {@code http:8080/healthz}, {@code tcp:6379},
 * {@code redis:6379} or {@code postgres:5432}.
 *
 * @param protocol how it is asked
 * @param port the port as the topology file names it, 1 to 65535
 * @param detail the path for HTTP (begins with {@code /}), the service name for gRPC (may be empty), else empty
 */
public record Question(Protocol protocol, int port, String detail) {
    public Question {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("ready: port must be in 1..65535: " + port);
        }
    }
}
