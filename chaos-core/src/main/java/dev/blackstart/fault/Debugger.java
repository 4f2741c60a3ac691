package dev.blackstart.fault;

import dev.blackstart.document.Durations;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.heal.Leases;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;

/** Whether a debugger can stop this process: the agent for it is among its arguments. Looked up once, when first asked for. */
public final class Debugger {
    private static final boolean CAN_STOP_US = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"));

    private Debugger() {}

    public static boolean canStopUs() {
        return CAN_STOP_US;
    }

    /** Says that a breakpoint ends the faults of this process after all, because leases are bounded; empty when it does not. */
    public static Optional<String> warning(Optional<BlastRadius.Limit<Duration>> longestLease) {
        return CAN_STOP_US ? longestLease.flatMap(Debugger::cutShort) : Optional.empty();
    }

    static Optional<String> cutShort(BlastRadius.Limit<Duration> longest) {
        if (longest.most().compareTo(Leases.DEBUGGED) >= 0) {
            return Optional.empty();
        }
        String most = Durations.format(longest.most());
        return Optional.of("a debugger can stop this run, and leases are at most " + most + " here (" + longest.at()
                + "): a breakpoint that lasts longer ends the faults; without that limit they stay "
                + Durations.format(Leases.DEBUGGED));
    }
}
