package dev.blackstart.fault;

import dev.blackstart.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fault that code asks for, with where it is to be: what a file says with a fault's arguments. It becomes the same
 * {@link FaultRequest} as those, by the same function, with the same checks and messages. Immutable. See {@link FaultConfig} for how one
 * is made.
 */
public sealed interface FaultSpec permits AskedFault, CompositeConfig {

    /** The same, ending by itself after that time, which is longer than 0 s; a file's {@code duration}. */
    default FaultSpec lasting(Duration length) {
        AskedFault same = AskedFault.of(this);
        return new AskedFault(
                same.config(), same.on(), same.count(), Optional.of(length), same.lease(), same.schedule(), same.id());
    }

    /** The same along a schedule; steady without one. Not every kind of fault can follow one. */
    default FaultSpec along(Schedule schedule) {
        AskedFault same = AskedFault.of(this);
        return new AskedFault(
                same.config(),
                same.on(),
                same.count(),
                same.duration(),
                same.lease(),
                Optional.of(schedule),
                same.id());
    }

    /** The same with a name of at most 64 characters, which is its id; a file's {@code id}. One is chosen without. */
    default FaultSpec named(String name) {
        AskedFault same = AskedFault.of(this);
        return new AskedFault(
                same.config(),
                same.on(),
                same.count(),
                same.duration(),
                same.lease(),
                same.schedule(),
                Optional.of(name));
    }

    /** The same on so many of its targets, from 1 to all of them, drawn by the run's seed. A composite fault takes none. */
    default FaultSpec count(int targets) {
        AskedFault same = AskedFault.of(this);
        return new AskedFault(
                same.config(),
                same.on(),
                Optional.of(targets),
                same.duration(),
                same.lease(),
                same.schedule(),
                same.id());
    }

    /** The same, staying so long beyond its planned end where nobody reverts it; at least 1 s, 60 s without. */
    default FaultSpec lease(Duration length) {
        AskedFault same = AskedFault.of(this);
        return new AskedFault(
                same.config(),
                same.on(),
                same.count(),
                same.duration(),
                Optional.of(length),
                same.schedule(),
                same.id());
    }

    /**
     * What it asks for in a topology, before a draw of {@link #count}. Starts nothing.
     *
     * @throws IllegalArgumentException if no driver takes its configuration, there is no such target, or it makes no sense there; the
     *     message says what would do
     */
    default FaultRequest in(Topology topology) {
        AskedFault asked = AskedFault.of(this);
        return FaultDrivers.actionOf(asked.config()).request(asked, topology);
    }

    /**
     * The same after the draw, for a topology that runs on this machine.
     *
     * @throws FaultFailed if this machine cannot have such a fault
     */
    default FaultRequest in(Topology topology, Faults drawing) {
        AskedFault asked = AskedFault.of(this);
        FaultRequest request = FaultDrivers.actionOf(asked.config()).request(asked, topology, drawing);
        List<String> reasons = FaultAction.unavailable(request, topology);
        if (!reasons.isEmpty()) {
            throw new FaultFailed(String.join(". ", reasons));
        }
        return request;
    }
}
