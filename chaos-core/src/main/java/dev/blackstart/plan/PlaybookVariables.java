package dev.blackstart.plan;

import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Provider;
import dev.blackstart.experiment.Substitution;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.topology.PeerAddresses;
import dev.blackstart.topology.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether every {@code ${name}} of a playbook will be something. A step that goes to an address nobody knows would otherwise come out
 * only when the alert has fired. What a shell is told may be the shell's own.
 */
final class PlaybookVariables {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "busybox", "env");

    private final Set<String> known;
    private final List<Problem> problems;

    private PlaybookVariables(Set<String> known, List<Problem> problems) {
        this.known = known;
        this.problems = problems;
    }

    /** @param declared the names that the experiment declares; the run adds the addresses of the topology's services */
    static void check(Playbook playbook, Set<String> declared, Topology topology, List<Problem> problems) {
        Set<String> known = new TreeSet<>(declared);
        topology.services()
                .values()
                .forEach(service ->
                        service.ports().forEach(port -> known.add(PeerAddresses.variable(service.name(), port))));
        PlaybookVariables check = new PlaybookVariables(known, problems);
        List<Activity.Definition> all = new ArrayList<>(playbook.verification());
        playbook.steps().forEach(step -> all.add(step.activity()));
        all.forEach(check::activity);
    }

    private void activity(Activity.Definition activity) {
        Node provider = activity.document().members().get("provider");
        if (provider != null && !isOfAShell(activity.provider())) {
            texts(provider);
        }
    }

    private static boolean isOfAShell(Provider provider) {
        return provider instanceof Provider.LocalProcess process
                && SHELLS.contains(String.valueOf(Path.of(process.path()).getFileName()));
    }

    private void texts(Node node) {
        if (node instanceof Node.Mapping mapping) {
            mapping.members().values().forEach(this::texts);
        } else if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(this::texts);
        } else if (node.plain() instanceof String text) {
            Substitution.namedIn(text).stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> problems.add(new Problem(
                            node.at(),
                            "${" + name + "} is nothing that the experiment declares; known: "
                                    + (known.isEmpty() ? "none" : String.join(", ", known))
                                    + Suggestions.didYouMean(name, known) + "; write $${" + name
                                    + "} for the text as it is")));
        }
    }
}
