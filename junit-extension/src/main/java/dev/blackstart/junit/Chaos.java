package dev.blackstart.junit;

import dev.blackstart.fault.FaultSpec;
import java.net.InetSocketAddress;

/** The faults of one test. Given as a parameter to test methods, and to those around them; over when the test is. Thread-safe. */
public interface Chaos {
    /**
     * A link through a fault proxy to a server that listens already, or will; asked for again it is the same.
     *
     * @param name {@code client->server}
     * @param host of the server
     * @param port of the server, 1 to 65535
     * @return where the client is to connect to
     * @throws IllegalArgumentException if the name is not of that form, or the server of that name listens elsewhere
     */
    InetSocketAddress link(String name, String host, int port);

    /**
     * Injects a fault; returns once it is active.
     *
     * @param fault a configuration and its targets, such as {@code latency(ofMillis(300)).on("client->server")}
     * @throws IllegalArgumentException if there is no such target, or the fault makes no sense there
     * @throws dev.blackstart.fault.FaultFailed if it could not be injected; nothing is left of it then
     */
    InjectedFault inject(FaultSpec fault);
}
