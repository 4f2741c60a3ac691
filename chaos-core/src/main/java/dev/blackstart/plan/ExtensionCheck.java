package dev.blackstart.plan;

import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Extension;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.slo.Objective;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Checks the parts of an extension, and the files they name, against each other. */
final class ExtensionCheck {
    private final Extension extension;
    private final List<Problem> problems;

    private ExtensionCheck(Extension extension, List<Problem> problems) {
        this.extension = extension;
        this.problems = problems;
    }

    static void check(
            Experiment experiment,
            Extension extension,
            Optional<Topology> topology,
            Optional<Objective> objective,
            Optional<Playbook> playbook,
            UnaryOperator<@Nullable Object> substitution,
            List<Problem> problems) {
        ExtensionCheck check = new ExtensionCheck(extension, problems);
        check.needs();
        topology.ifPresent(check::workload);
        playbook.ifPresent(book -> objective.ifPresent(slo -> check.answers(book, slo)));
        check.onlyWhatAnOperatorHas(experiment, playbook);
        topology.ifPresent(declared -> NamesCheck.check(experiment, playbook, declared, substitution, problems));
    }

    /** What one part cannot do without another. */
    private void needs() {
        extension.workload().ifPresent(load -> {
            if (extension.topology().isEmpty()) {
                problem(load.at(), "a workload needs a topology, which says where its service is");
            }
        });
        extension.alert().ifPresent(rule -> {
            if (extension.workload().isEmpty()) {
                problem(rule.at(), "an alert needs a workload: it is evaluated on the answers to it");
            }
        });
        extension.recovery().ifPresent(recovery -> {
            if (extension.alert().isEmpty()) {
                problem(
                        recovery.at(),
                        "recovery needs an alert's SLO: it says what a good answer is, and how many there must be");
            }
        });
        if (extension.playbook().isPresent()) {
            if (extension.alert().isEmpty()) {
                problem(extension.at(), "a playbook needs an alert, which says when it is carried out");
            }
            if (extension.recovery().isEmpty()) {
                problem(
                        extension.at(),
                        "a playbook needs recovery {within, hold}: without it nothing tells whether it helped");
            }
        }
    }

    private void workload(Topology topology) {
        extension.workload().ifPresent(load -> {
            String to = load.call().to();
            Optional<Service> service = topology.service(to);
            if (service.isEmpty()) {
                problem(
                        load.call().at(),
                        "workload.call.to: unknown service '" + to
                                + "'; known: "
                                + String.join(", ", topology.services().keySet())
                                + Suggestions.didYouMean(to, topology.services().keySet()));
            } else {
                port(load.call(), service.get());
            }
        });
    }

    private void port(Extension.Call call, Service service) {
        List<Integer> ports = service.ports();
        if (call.port() > 0 ? ports.contains(call.port()) : ports.size() == 1) {
            return;
        }
        String name = "workload.call.to: service '" + service.name() + "' has ";
        if (ports.isEmpty()) {
            problem(call.at(), name + "no port: say which in x-blackstart, as ready or by {port:N}");
        } else if (call.port() > 0) {
            problem(call.at(), name + "no port " + call.port() + "; known: " + ports);
        } else {
            problem(
                    call.at(),
                    name + "several ports, " + ports + ": name one, such as " + service.name() + ":" + ports.get(0));
        }
    }

    private void answers(Playbook playbook, Objective objective) {
        if (!playbook.alert().equals(objective.alert().name())) {
            problem(
                    playbook.alertAt(),
                    "the playbook is for the alert '" + playbook.alert() + "', but the experiment waits for '"
                            + objective.alert().name() + "'");
        }
    }

    /** What is done between the fault and the recovery must not take the fault away, and what judges must not act. */
    private void onlyWhatAnOperatorHas(Experiment experiment, Optional<Playbook> playbook) {
        OperatorCheck check = new OperatorCheck(problems);
        playbook.ifPresent(book -> {
            book.steps().forEach(step -> check.step(step.activity()));
            book.verification().forEach(probe -> check.probe("a verification", probe));
        });
        extension
                .degradation()
                .ifPresent(degradation ->
                        degradation.probes().forEach(probe -> onlyLooks(experiment, check, "degradation", probe)));
        extension.abortWhen().forEach(probe -> onlyLooks(experiment, check, "abort-when", probe));
    }

    private void onlyLooks(Experiment experiment, OperatorCheck check, String of, Activity probe) {
        References.resolve(experiment, probe)
                .ifPresentOrElse(
                        found -> check.probe(of, found),
                        () -> problem(
                                probe.at(),
                                "the activity '" + probe.shownName()
                                        + "' that is referred to is neither in the method nor in the hypothesis"));
    }

    private void problem(Location at, String message) {
        problems.add(new Problem(at, message));
    }
}
