package dev.blackstart.plan;

import dev.blackstart.document.Durations;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.experiment.Extension;
import dev.blackstart.fault.Reach;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.slo.BurnRate;
import dev.blackstart.slo.Objective;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A plan as people read it. Printing it does nothing else. */
public final class PlanText {
    private final Plan plan;
    private final StringBuilder out = new StringBuilder();

    private PlanText(Plan plan) {
        this.plan = plan;
    }

    /**
     * The whole plan; ends with a line break.
     *
     * @param notRun what the file has, and this version does not run
     */
    public static String of(Plan plan, List<Problem> notRun) {
        PlanText text = new PlanText(plan);
        text.all(notRun);
        return text.out.toString();
    }

    private void all(List<Problem> notRun) {
        line(plan.experiment().title());
        line("");
        plan.topology().ifPresent(this::topology);
        plan.extension().ifPresent(this::extension);
        activities("steady state", hypothesis());
        activities("method", plan.experiment().method());
        faults();
        activities("rollbacks", plan.experiment().rollbacks());
        plan.playbook().ifPresent(this::playbook);
        plan.extension().ifPresent(this::control);
        notRun.forEach(problem -> row("not run", problem.toString()));
        line("");
        line("Nothing has been started."
                + (notRun.isEmpty() ? "" : " A run would be refused, because of what is not run."));
    }

    private void topology(Topology topology) {
        row(
                "topology",
                topology.file().getFileName() + ": " + topology.services().size() + " services, "
                        + topology.replicas().size() + " replicas, "
                        + topology.links().size() + " links");
        for (Service service : topology.services().values()) {
            String replicas = service.replicas() == 1 ? "" : " x " + service.replicas();
            String peers = service.links().isEmpty()
                    ? ""
                    : " -> " + service.links().stream().map(Object::toString).collect(Collectors.joining(", "));
            row("", service.name() + replicas + peers);
        }
    }

    private void extension(Extension extension) {
        extension
                .workload()
                .ifPresent(load -> row(
                        "workload",
                        number(load.rate()) + " requests/s to " + load.call().to() + ", timeout "
                                + Durations.format(load.timeout())));
        extension.degradation().ifPresent(degradation -> activities("degradation", degradation.probes()));
        plan.objective().ifPresent(objective -> alert(extension, objective));
        activities("abort when", extension.abortWhen());
        if (extension.vacuity() == Extension.Vacuity.WARN) {
            row("vacuity", "only noted: probes that are met though there is nothing to be seen");
        }
        extension
                .recovery()
                .ifPresent(recovery -> row(
                        "recovery",
                        "within " + Durations.format(recovery.within()) + ", held for "
                                + Durations.format(recovery.hold())));
    }

    private void alert(Extension extension, Objective objective) {
        Objective.BurnRateAlert alert = objective.alert();
        extension
                .alert()
                .ifPresent(rule -> row(
                        "alert",
                        String.format(
                                Locale.ROOT,
                                "%s: burn rate %s of objective %s over %s and %s (%s and %s at time-scale %s), due within %s",
                                alert.name(),
                                number(alert.rate()),
                                number(objective.target()),
                                Durations.format(alert.longWindow()),
                                Durations.format(alert.shortWindow()),
                                Durations.format(BurnRate.scaled(alert.longWindow(), rule.timeScale())),
                                Durations.format(BurnRate.scaled(alert.shortWindow(), rule.timeScale())),
                                number(rule.timeScale()),
                                Durations.format(rule.within()))));
    }

    private List<Activity> hypothesis() {
        return plan.experiment().hypothesis() == null
                ? List.of()
                : plan.experiment().hypothesis().probes();
    }

    private void activities(String label, List<Activity> activities) {
        String head = label;
        for (Activity activity : activities) {
            row(head, activity.shownName());
            head = "";
        }
    }

    private void faults() {
        plan.faults().forEach(fault -> fault("fault", fault));
        plan.rollbackFaults().forEach(fault -> fault("rollback", fault));
        if (!plan.faults().isEmpty() || !plan.rollbackFaults().isEmpty()) {
            Reach reach = plan.reach();
            row(
                    "blast radius",
                    replicas(reach.most()) + " of " + String.join(", ", reach.services()) + together(reach));
        }
        plan.settings().environment().ifPresent(name -> row("environment", name));
        allowed();
    }

    /** Of services with several replicas. */
    private static String together(Reach reach) {
        return reach.together().entrySet().stream()
                .filter(each -> each.getValue().of() > 1)
                .map(each -> ", at most " + each.getValue().hit() + " of "
                        + each.getValue().of() + " of " + each.getKey() + " at a time")
                .collect(Collectors.joining());
    }

    /** Each limit, and where it comes from. */
    private void allowed() {
        BlastRadius radius = plan.blastRadius();
        List<String> lines = new ArrayList<>();
        limit(lines, radius.services(), names -> "faults only on " + String.join(", ", names));
        limit(lines, radius.serviceCount(), most -> "at most " + most + (most == 1 ? " service" : " services"));
        limit(lines, radius.replicas(), most -> "at most " + replicas(most.intValue()));
        limit(
                lines,
                radius.share(),
                most -> "at most " + BlastRadius.percent(most) + " of a service's replicas at a time");
        limit(lines, radius.duration(), most -> "at most " + Durations.format(most) + " for each fault");
        limit(lines, radius.rate(), most -> "at most " + number(most) + " requests/s");
        limit(lines, plan.settings().longestLease(), most -> "leases of at most " + Durations.format(most));
        boolean faults = !plan.faults().isEmpty() || !plan.rollbackFaults().isEmpty();
        if (lines.isEmpty() && faults) {
            lines.add("no limit declared");
        }
        String head = "allowed";
        for (String each : lines) {
            row(head, each);
            head = "";
        }
    }

    private static <T> void limit(List<String> lines, Optional<BlastRadius.Limit<T>> limit, Function<T, String> text) {
        limit.ifPresent(found -> lines.add(text.apply(found.most()) + " (" + found.at() + ")"));
    }

    private static String replicas(int number) {
        return number + (number == 1 ? " replica" : " replicas");
    }

    private void fault(String label, PlannedFault fault) {
        row(label, fault.fault() + " " + fault.arguments());
        row(
                "",
                "on " + (fault.isDrawn() ? fault.wanted() + " of " : "")
                        + fault.targets().stream().map(Object::toString).collect(Collectors.joining(", ")));
        row(
                "",
                "for " + fault.duration().map(Durations::format).orElse("as long as the run needs it")
                        + "; undone by "
                        + (fault.undo().isEmpty() ? "starting it again" : String.join(", ", fault.undo())));
        fault.doubts().forEach(doubt -> row("", "note: " + doubt));
    }

    private void playbook(Playbook playbook) {
        row("playbook", playbook.name() + ", for the alert " + playbook.alert());
        List<String> lines = new ArrayList<>();
        playbook.verification().forEach(probe -> lines.add("verify: " + probe.name()));
        playbook.steps()
                .forEach(step -> lines.add(
                        "step:   " + step.activity().name() + " (within " + Durations.format(step.within()) + ")"));
        lines.forEach(each -> row("", each));
    }

    private void control(Extension extension) {
        if (plan.playbook().isPresent()) {
            row(
                    "control arm",
                    extension.control().runs() == 0
                            ? "none: the playbook stays unproven"
                            : "once, without the playbook");
        }
    }

    private void row(String label, String text) {
        line(String.format(Locale.ROOT, "  %-13s %s", label, text));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
