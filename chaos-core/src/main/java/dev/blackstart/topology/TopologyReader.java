package dev.blackstart.topology;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Documents;
import dev.blackstart.document.Fields;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads topology files: the part of Compose that Blackstart understands, with what Compose does not know under {@code x-blackstart}
 * of a service. Anything else is a problem that names it. Second stage of the flow: located tree to declaration.
 */
public final class TopologyReader {
    private final Path file;
    private final List<Problem> problems;

    private TopologyReader(Path file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads a topology.
     *
     * @param shownAs the file as messages name it
     * @param problems is added to, everything that is wrong at once
     * @return empty when there was a problem
     */
    public static Optional<Topology> read(Path file, String shownAs, List<Problem> problems) {
        Node node;
        try {
            node = Documents.read(file, shownAs);
        } catch (DocumentInvalid invalid) {
            problems.addAll(invalid.problems());
            return Optional.empty();
        }
        int before = problems.size();
        Topology topology = new TopologyReader(file.toAbsolutePath(), problems).topology(node);
        return problems.size() == before ? Optional.of(topology) : Optional.empty();
    }

    private Topology topology(Node node) {
        Fields fields = Fields.of(node, "a topology", problems);
        String fileName = file.getFileName().toString();
        String name = fields.text("name").orElse(fileName.replaceFirst("\\.(ya?ml|json)$", ""));
        fields.ignore("version", "networks", "volumes");
        Fields services = fields.requireMapping("services");
        Map<String, ServiceDraft> drafts = new LinkedHashMap<>();
        for (String service : services.names()) {
            services.mapping(service)
                    .ifPresent(each -> drafts.put(service, new ServiceReader(service, each, problems).read()));
        }
        if (fields.ok() && drafts.isEmpty()) {
            fields.problem("services", "a topology needs at least one service");
        }
        fields.names().stream().filter(each -> each.startsWith("x-")).forEach(fields::ignore);
        fields.unknown();
        TopologyCheck.check(drafts, problems);
        Map<String, Service> done = new LinkedHashMap<>();
        drafts.forEach((service, draft) -> done.put(service, draft.service(portsOf(service, draft, drafts))));
        return new Topology(name, file, done);
    }

    /** A service's own ports: what it says of itself, and where its peers call it. */
    private static List<Integer> portsOf(String service, ServiceDraft draft, Map<String, ServiceDraft> all) {
        List<Integer> ports = new ArrayList<>(draft.ports());
        for (ServiceDraft other : all.values()) {
            for (ServiceDraft.Link link : other.links()) {
                if (link.peer().service().equals(service)
                        && !ports.contains(link.peer().port())) {
                    ports.add(link.peer().port());
                }
            }
        }
        return ports;
    }
}
