package dev.blackstart.junit;

import dev.blackstart.fault.FaultSpec;
import dev.blackstart.session.SharedLinks;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.apiguardian.api.API;

/** The faults of one test. Given as a parameter to test methods, and to those around them; over when the test is. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
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
    Endpoint link(String name, String host, int port);

    /**
     * A link to a service that is known by name: of the {@link Topology}, or a {@link ServiceUnderTest}. One that the topology declares
     * is the one that its services use; another one is made for the test's own client.
     *
     * @param name {@code client->service}, or {@code client->service:port} where the service has several ports
     * @return where the client is to connect to
     * @throws IllegalArgumentException if there is no such service, or more than one link is meant
     * @throws IllegalStateException if the container of that name has not started
     */
    Endpoint link(String name);

    /**
     * Injects a fault; returns once it is active.
     *
     * @param fault a configuration and its targets, such as {@code latency(ofMillis(300)).on("client->server")}
     * @throws IllegalArgumentException if there is no such target, or the fault makes no sense there
     * @throws dev.blackstart.fault.FaultFailed if it could not be injected; nothing is left of it then
     */
    InjectedFault inject(FaultSpec fault);

    /**
     * Puts a load on the system: a piece of code that asks once. A test has one.
     *
     * @param call blocks until it is answered, and throws when that goes wrong; called by many threads at once
     * @return begins with the first fault, unless it is started before
     * @throws IllegalStateException if there is a load already
     */
    <T> Load<T> load(Rate rate, Callable<? extends T> call);

    /**
     * What the system under the load is expected to do about the fault that it has now.
     *
     * @throws IllegalStateException without a load, or without a fault
     */
    Expectation expect();

    /**
     * A link that is there as long as the JVM is, for addresses that must be known before a test has its Chaos: a DataSource's URL in
     * Spring's {@code @DynamicPropertySource}, a constant. Faults are injected into it by its name from any test; tests that run in
     * parallel share what is on it, so let them hold a {@code @ResourceLock}. Asked for again it is the same.
     *
     * @param name {@code client->server}
     * @param host of the server, which listens there already, or will
     * @param port of the server, 1 to 65535
     * @return where the client is to connect to
     * @throws IllegalArgumentException if the name is not of that form, or the server of that name listens elsewhere
     */
    static Endpoint sharedLink(String name, String host, int port) {
        return Endpoint.of(SharedLinks.link(name, InetSocketAddress.createUnresolved(host, port)));
    }
}
