package dev.blackstart.exchange;

import dev.blackstart.document.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is asked of a service to see that it answers, written {@code grpc:50051}, {@code http:8080/healthz}, {@code tcp:6379},
 * {@code redis:6379} or {@code postgres:5432}.
 *
 * @param protocol how it is asked
 * @param port the port as the topology file names it, 1 to 65535
 * @param detail the path for HTTP (begins with {@code /}), the service name for gRPC (may be empty), else empty
 */
public record Question(Protocol protocol, int port, String detail) {
    private static final String EXAMPLES = "grpc:50051, http:8080/healthz, tcp:6379, redis:6379 or postgres:5432";

    public Question {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("ready: port must be in 1..65535: " + port);
        }
        if (protocol == Protocol.HTTP ? !isPath(detail) : protocol != Protocol.GRPC && !detail.isEmpty()) {
            throw new IllegalArgumentException(
                    protocol == Protocol.HTTP
                            ? "ready: the path must begin with / and have no spaces: '" + detail + "'"
                            : "ready: " + name(protocol) + " takes a port and nothing else: '" + detail + "'");
        }
    }

    /**
     * Reads the text of a topology file's {@code ready}. HTTP without a path asks for {@code /}; gRPC may name a service:
     * {@code grpc:50051/my.Service}.
     *
     * @throws IllegalArgumentException with a message that says what is wrong and what would do
     */
    public static Question parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("ready: '" + text + "' has no port; write " + EXAMPLES);
        }
        Protocol protocol = protocol(text, text.substring(0, colon));
        String rest = text.substring(colon + 1);
        int slash = rest.indexOf('/');
        String port = slash < 0 ? rest : rest.substring(0, slash);
        if (!port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "ready: '" + text + "': the port must be a number in 1..65535: '" + port + "'; write " + EXAMPLES);
        }
        String detail = slash < 0 ? "" : rest.substring(slash);
        if (protocol == Protocol.HTTP && detail.isEmpty()) {
            detail = "/";
        }
        if (protocol == Protocol.GRPC && !detail.isEmpty()) {
            detail = detail.substring(1);
        }
        return new Question(protocol, Integer.parseInt(port), detail);
    }

    private static Protocol protocol(String text, String name) {
        List<String> known = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            if (name(protocol).equals(name)) {
                return protocol;
            }
            known.add(name(protocol));
        }
        throw new IllegalArgumentException("ready: '" + text + "': unknown protocol '" + name + "'; known: "
                + String.join(", ", known) + Suggestions.didYouMean(name, known));
    }

    private static boolean isPath(String text) {
        return text.startsWith("/") && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String name(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    /** As it is written in a topology file. */
    @Override
    public String toString() {
        return name(protocol) + ":" + port + (protocol == Protocol.GRPC && !detail.isEmpty() ? "/" + detail : detail);
    }
}
