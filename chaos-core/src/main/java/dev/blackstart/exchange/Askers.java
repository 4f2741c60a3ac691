package dev.blackstart.exchange;

import dev.blackstart.time.RunClock;
import java.net.InetSocketAddress;

/** Opens askers. Door of the package: a question and an address in, timed answers out. */
public final class Askers {
    private Askers() {}

    /**
     * An asker for one address. Nothing is connected yet. Does not block.
     *
     * @param address where to ask; the question's own port is only the port's name
     * @param ends where the asker notes its own ends of connections
     * @throws IllegalArgumentException if gRPC is asked for and its libraries are not on the class path
     */
    public static Asker open(Question question, InetSocketAddress address, RunClock clock, OwnEnds ends) {
        return switch (question.protocol()) {
            case GRPC -> grpc(question, address, clock, ends);
            case HTTP -> new SocketAsker(new HttpDialogue(address, question.detail()), address, clock, ends);
            case REDIS -> new SocketAsker(new RedisDialogue(), address, clock, ends);
            case POSTGRES -> new SocketAsker(new PostgresDialogue(), address, clock, ends);
            case TCP -> new TcpAsker(address, clock, ends);
        };
    }

    private static Asker grpc(Question question, InetSocketAddress address, RunClock clock, OwnEnds ends) {
        try {
            return new GrpcAsker(question.detail(), address, clock, ends);
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException(
                    "ready: " + question
                            + " needs libraries that are not on the class path: add io.grpc:grpc-netty-shaded, "
                            + "io.grpc:grpc-stub, io.grpc:grpc-services",
                    e);
        }
    }
}
