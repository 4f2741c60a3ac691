package dev.blackstart.topology;

import dev.blackstart.document.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From what a person writes ({@code kv-a}, {@code kv-a#1}, {@code bfe-a->kv-a}, {@code sfe#1->kv#2:50051}) to targets. */
public final class TargetNames {
    private static final String REPLICA = "([A-Za-z0-9][\\w.-]*?)(?:#(\\d+))?";
    private static final Pattern ONE = Pattern.compile(REPLICA);
    private static final Pattern LINK = Pattern.compile(REPLICA + "\\s*->\\s*" + REPLICA + "(?::(\\d{1,5}))?");

    private final Topology topology;

    public TargetNames(Topology topology) {
        this.topology = topology;
    }

    /**
     * The replicas that a text names.
     *
     * @throws IllegalArgumentException with the names that would have worked; never returns an empty list
     */
    public List<ReplicaRef> replicas(String text) {
        Matcher one = ONE.matcher(text.strip());
        if (!one.matches()) {
            throw new IllegalArgumentException("'" + text + "' names no replica; write a service, or service#ordinal");
        }
        return replicas(one.group(1), one.group(2));
    }

    private List<ReplicaRef> replicas(String service, String ordinal) {
        Service found = topology.service(service).orElseThrow(() -> unknownService(service));
        List<ReplicaRef> all = topology.replicas().stream()
                .filter(replica -> replica.service().equals(service))
                .toList();
        if (ordinal == null) {
            return all;
        }
        int number = Integer.parseInt(ordinal);
        if (number < 1 || number > found.replicas()) {
            throw new IllegalArgumentException(
                    "service '" + service + "' has replicas #1 to #" + found.replicas() + ", not #" + number);
        }
        return List.of(all.get(number - 1));
    }

    /**
     * The links that a text names; a service or a replica means all links into it.
     *
     * @throws IllegalArgumentException with the names that would have worked; never returns an empty list
     */
    public List<LinkRef> links(String text) {
        Matcher link = LINK.matcher(text.strip());
        List<LinkRef> found = link.matches() ? between(link) : into(text.strip());
        if (found.isEmpty()) {
            List<String> known = topology.links().stream()
                    .map(each -> each.from().service() + "->" + each.to().service())
                    .distinct()
                    .toList();
            throw new IllegalArgumentException("no link '" + text + "'; known: "
                    + (known.isEmpty() ? "none (no service declares x-blackstart.links)" : String.join(", ", known))
                    + Suggestions.didYouMean(text, known));
        }
        return found;
    }

    private List<LinkRef> between(Matcher link) {
        List<ReplicaRef> from = replicas(link.group(1), link.group(2));
        List<ReplicaRef> to = replicas(link.group(3), link.group(4));
        List<LinkRef> found = new ArrayList<>();
        for (LinkRef each : topology.links()) {
            if (from.contains(each.from())
                    && to.contains(each.to())
                    && (link.group(5) == null || each.port() == Integer.parseInt(link.group(5)))) {
                found.add(each);
            }
        }
        return found;
    }

    private List<LinkRef> into(String text) {
        List<ReplicaRef> to = replicas(text);
        return topology.links().stream().filter(each -> to.contains(each.to())).toList();
    }

    private IllegalArgumentException unknownService(String service) {
        return new IllegalArgumentException("unknown service '" + service + "'; known: "
                + String.join(", ", topology.services().keySet())
                + Suggestions.didYouMean(service, topology.services().keySet()));
    }
}
