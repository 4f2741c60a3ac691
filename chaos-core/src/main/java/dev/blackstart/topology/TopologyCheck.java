package dev.blackstart.topology;

import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the services of a topology against each other. */
final class TopologyCheck {
    private final Map<String, ServiceDraft> services;
    private final List<Problem> problems;

    private TopologyCheck(Map<String, ServiceDraft> services, List<Problem> problems) {
        this.services = services;
        this.problems = problems;
    }

    static void check(Map<String, ServiceDraft> services, List<Problem> problems) {
        TopologyCheck check = new TopologyCheck(services, problems);
        services.values().forEach(check::service);
        check.cycles();
    }

    private void service(ServiceDraft service) {
        if (service.sound() && service.process().isEmpty()) {
            problem(
                    service.at(),
                    "service '" + service.name() + "' has no command for a process: add x-blackstart.process");
        }
        if (service.sound() && service.readiness() == null) {
            problem(
                    service.at(),
                    "service '" + service.name()
                            + "' does not say when it is ready: add x-blackstart.ready, such as grpc:50051, http:8080/healthz or tcp:6379");
        }
        for (ServiceDraft.Dependency dependency : service.dependsOn()) {
            known(dependency.at(), dependency.service(), "depends_on");
        }
        Set<String> declared = new HashSet<>();
        for (ServiceDraft.Link link : service.links()) {
            Peer peer = link.peer();
            if (known(link.at(), peer.service(), "links")) {
                declared.add(peer.toString());
                ServiceDraft called = services.get(peer.service());
                int replicas = called == null ? 1 : called.replicas();
                if (replicas > 1 && !peer.asList()) {
                    problem(
                            link.at(),
                            "link '" + peer + "' goes to " + replicas + " replicas: write {peer: \"" + peer
                                    + "\", as: list} to hand over a comma-separated list");
                }
            }
        }
        if (service.sound()) {
            undeclared(service, declared);
        }
    }

    /** An address of another service that no link declares would go past every proxy. */
    private void undeclared(ServiceDraft service, Set<String> declared) {
        List<String> texts = new ArrayList<>(service.process());
        texts.addAll(service.environment().values());
        for (String peer : PeerAddresses.undeclared(texts, services.keySet(), declared)) {
            problem(
                    service.at(),
                    "service '" + service.name() + "' is told the address '" + peer + "', but has no such link: add \""
                            + peer + "\" to its x-blackstart.links");
        }
    }

    private boolean known(Location at, String name, String where) {
        if (services.containsKey(name)) {
            return true;
        }
        problem(
                at,
                where + ": unknown service '" + name + "'; known: " + String.join(", ", services.keySet())
                        + Suggestions.didYouMean(name, services.keySet()));
        return false;
    }

    private void cycles() {
        for (ServiceDraft service : services.values()) {
            Deque<String> open = new ArrayDeque<>();
            Set<String> seen = new HashSet<>();
            service.dependsOn().forEach(dependency -> open.add(dependency.service()));
            while (!open.isEmpty()) {
                String next = open.poll();
                if (next.equals(service.name())) {
                    problem(service.at(), "service '" + service.name() + "' depends on itself through depends_on");
                    break;
                }
                if (seen.add(next) && services.containsKey(next)) {
                    services.get(next).dependsOn().forEach(dependency -> open.add(dependency.service()));
                }
            }
        }
    }

    private void problem(Location at, String message) {
        problems.add(new Problem(at, message));
    }
}
