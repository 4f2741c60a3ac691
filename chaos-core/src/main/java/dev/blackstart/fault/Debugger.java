package dev.blackstart.fault;

import java.lang.management.ManagementFactory;

/** Whether a debugger can stop this process: the agent for it is among its arguments. Looked up once, when first asked for. */
final class Debugger {
    private static final boolean CAN_STOP_US = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"));

    private Debugger() {}

    static boolean canStopUs() {
        return CAN_STOP_US;
    }
}
