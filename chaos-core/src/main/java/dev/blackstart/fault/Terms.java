package dev.blackstart.fault;

import dev.blackstart.heal.Leases;
import dev.blackstart.ledger.IntendedFault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for of one fault on one target.
 *
 * @param fault what the file calls it
 * @param duration after which it ends by itself; empty: when it is reverted
 * @param group the id of the request, which all its parts share
 * @param composite whether those parts are one fault
 */
record Terms(
        String fault,
        Map<String, @Nullable Object> arguments,
        Optional<Duration> duration,
        Optional<Duration> lease,
        String group,
        boolean composite,
        Schedule schedule) {
    /** What has to be on disk before it is injected. */
    IntendedFault intent(Prepared<?> prepared) {
        return new IntendedFault(
                prepared.id().value(),
                prepared.target().ref().toString(),
                prepared.thing(),
                prepared.type().conflictKey(),
                duration,
                Optional.of(Leases.of(lease, Debugger.canStopUs())),
                Optional.of(prepared.type().lifetime() == FaultType.Lifetime.WITH_RUNNER),
                prepared.undo());
    }
}
