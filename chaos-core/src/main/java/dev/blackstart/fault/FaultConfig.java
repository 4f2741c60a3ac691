package dev.blackstart.fault;

import java.util.List;

/**
 * What a fault of some kind does, without on what: the record that a file's arguments become, and that code makes directly. A driver's
 * record implements this, and so its faults can be injected from code as well as from a file; nothing else has to know of it.
 *
 * <p>All are made alike, so that who knows one knows all:
 *
 * <ul>
 *   <li>A static method, called like the function in a file ({@code slow_close}: {@code slowClose}), takes what a file must give, and
 *       the argument that is called like the function itself; everything else is as where a file says nothing.
 *   <li>A method called like the argument gives the same with another value of it.
 * </ul>
 *
 * <pre>{@code
 * import static dev.blackstart.fault.network.Latency.latency;
 *
 * latency(ofMillis(300)).jitter(ofMillis(50)).on("api->kv").lasting(ofSeconds(5))
 * }</pre>
 *
 * <p>There is no class that gathers these methods. One of Blackstart's own could not hold those of a driver from outside, whose users
 * would have to learn a second way; and it would have to be changed with each driver. The reference, {@code functions.md}, has the
 * import beside each fault. It is the method that is imported, so that a record called {@code Timeout} or {@code Clock} does not stand in
 * the way of another class of that name.
 *
 * @see CompositeConfig
 */
public interface FaultConfig {
    /**
     * Such a fault on these targets, all the time until it is reverted.
     *
     * @param targets a service ({@code kv}), a replica ({@code kv#1}) or a link ({@code api->kv}) each
     * @throws IllegalArgumentException without any
     */
    default FaultSpec on(String... targets) {
        if (targets.length == 0) {
            throw new IllegalArgumentException("on: names no target; write a service, service#ordinal or from->to");
        }
        return AskedFault.of(this, List.of(targets));
    }
}
