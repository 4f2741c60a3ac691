package dev.blackstart.plan;

import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.ExperimentValidator;
import dev.blackstart.experiment.Provider;
import dev.blackstart.fault.FaultType;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether what is done between a fault and the recovery from it is what an operator has. A playbook that takes the fault away would
 * always help, and prove nothing; so would a probe that acts.
 */
final class OperatorCheck {
    /** The fault proxy, as far as a command or an address shows it. */
    private static final Pattern FAULT_PROXY =
            Pattern.compile("toxiproxy|:8474\\b|/proxies(?=[/?\\s\"',\\]}]|$)", Pattern.CASE_INSENSITIVE);

    private final List<Problem> problems;

    OperatorCheck(List<Problem> problems) {
        this.problems = problems;
    }

    void step(Activity.Definition step) {
        leavesTheFaultAlone("a playbook step", step);
    }

    /** @param of what it is a probe of: {@code degradation} */
    void probe(String of, Activity.Definition probe) {
        if (probe.kind() != Activity.Kind.PROBE || calls(probe, "blackstart.mitigation")) {
            problems.add(new Problem(
                    probe.at(),
                    of + " is made of probes, which only look; '" + probe.name()
                            + "' acts: make it a step of the playbook, or leave it out"));
        }
        leavesTheFaultAlone("a probe of " + of, probe);
        ExperimentValidator.judgeOf(probe).ifPresent(judge -> leavesTheFaultAlone("a probe of " + of, judge));
    }

    private void leavesTheFaultAlone(String what, Activity.Definition activity) {
        if (touchesTheFault(activity)) {
            problems.add(new Problem(
                    activity.at(),
                    what + " must not touch the fault itself (" + shown(activity.provider())
                            + "): that would help with any fault, and no operator has it"));
        }
    }

    private static boolean calls(Activity.Definition activity, String module) {
        return activity.provider() instanceof Provider.Python python
                && python.module().equals(module);
    }

    private static boolean touchesTheFault(Activity.Definition activity) {
        if (activity.provider() instanceof Provider.Python python) {
            return python.module().equals(FaultType.MODULE) || python.module().startsWith("chaostoxi");
        }
        return FAULT_PROXY.matcher(shown(activity.provider())).find();
    }

    private static String shown(Provider provider) {
        if (provider instanceof Provider.Python python) {
            return python.module() + "." + python.func();
        }
        if (provider instanceof Provider.Http http) {
            return http.method() + " " + http.url();
        }
        Provider.LocalProcess process = (Provider.LocalProcess) provider;
        return process.path() + (process.arguments() == null ? "" : " " + process.arguments());
    }
}
