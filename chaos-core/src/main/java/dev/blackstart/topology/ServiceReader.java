package dev.blackstart.topology;

import dev.blackstart.document.Fields;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.exchange.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one service of a topology file. */
final class ServiceReader {
    /** What containers will need, and processes do not look at. */
    private static final String[] FOR_CONTAINERS = {
        "image", "build", "ports", "expose", "volumes", "networks", "healthcheck", "mem_limit", "cpus", "init"
    };

    private static final Pattern OWN_PORT = Pattern.compile("\\{port:(\\d{1,5})}");
    private static final Pattern PEER = Pattern.compile("([A-Za-z0-9][\\w.-]*):(\\d{1,5})");
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);

    private final String name;
    private final Fields fields;
    private final List<Problem> problems;

    ServiceReader(String name, Fields fields, List<Problem> problems) {
        this.name = name;
        this.fields = fields;
        this.problems = problems;
    }

    ServiceDraft read() {
        int replicas = fields.mapping("deploy").map(this::replicas).orElse(1);
        List<String> command = command(fields, "command");
        Map<String, String> environment = new LinkedHashMap<>(environment(fields));
        List<ServiceDraft.Dependency> dependsOn = dependsOn();
        Fields overlay = fields.mapping("x-blackstart").orElse(null);
        List<ServiceDraft.Link> links = List.of();
        Readiness readiness = null;
        if (overlay != null) {
            List<String> process = command(overlay, "process");
            List<String> overlaid = command(overlay, "command");
            command = !process.isEmpty() ? process : !overlaid.isEmpty() ? overlaid : command;
            environment.putAll(environment(overlay));
            links = links(overlay);
            readiness = readiness(overlay);
            overlay.unknown();
        }
        restart();
        fields.ignore(FOR_CONTAINERS);
        fields.unknown();
        return new ServiceDraft(
                fields.at(),
                name,
                replicas,
                command,
                environment,
                ownPorts(command, environment, readiness),
                links,
                dependsOn,
                readiness,
                fields.ok());
    }

    /** Who restarts what has crashed decides what an experiment finds; here it is the run, at the revert. */
    private void restart() {
        fields.text("restart")
                .filter(policy -> !policy.equals("no"))
                .ifPresent(policy -> fields.problem(
                        "restart",
                        "restart: nobody restarts a process that has ended; leave it out, or write \"no\": '" + policy
                                + "'"));
    }

    private int replicas(Fields deploy) {
        int replicas = deploy.integer("replicas", 1, 50).orElse(1L).intValue();
        deploy.ignore("resources", "restart_policy");
        deploy.unknown();
        return replicas;
    }

    /** A command as Compose has it: a list of words, or one line that is split like a shell's, without being given to one. */
    private List<String> command(Fields of, String member) {
        Node node = of.node(member).orElse(null);
        if (node instanceof Node.Scalar) {
            String line = of.text(member).orElse("");
            try {
                return ShellWords.split(line);
            } catch (IllegalArgumentException e) {
                of.problem(member, member + ": " + e.getMessage());
                return List.of();
            }
        }
        return of.texts(member);
    }

    /** {@code {NAME: value}} or {@code [NAME=value]}. */
    private Map<String, String> environment(Fields of) {
        Node node = of.node("environment").orElse(null);
        if (!(node instanceof Node.Sequence)) {
            return of.textMap("environment");
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (String entry : of.texts("environment")) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                of.problem("environment", "an entry of environment must be NAME=value: '" + entry + "'");
            } else {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }

    private List<ServiceDraft.Dependency> dependsOn() {
        Node node = fields.node("depends_on").orElse(null);
        List<ServiceDraft.Dependency> dependencies = new ArrayList<>();
        if (node instanceof Node.Mapping mapping) {
            mapping.members()
                    .forEach((service, how) -> dependencies.add(new ServiceDraft.Dependency(how.at(), service)));
        } else if (node != null) {
            for (String service : fields.texts("depends_on")) {
                dependencies.add(new ServiceDraft.Dependency(node.at(), service));
            }
        }
        return dependencies;
    }

    private List<ServiceDraft.Link> links(Fields overlay) {
        List<ServiceDraft.Link> links = new ArrayList<>();
        for (Node node : overlay.list("links")) {
            String text;
            boolean asList = false;
            if (node instanceof Node.Mapping mapping) {
                Fields link = new Fields(mapping, problems);
                text = link.requireText("peer");
                asList = link.oneOf("as", List.of("list")).isPresent();
                link.unknown();
            } else {
                text = String.valueOf(node.plain());
            }
            Matcher peer = PEER.matcher(text);
            if (!peer.matches()) {
                problems.add(new Problem(
                        node.at(), "a link must name a peer and its port, such as kv-a:50051: '" + text + "'"));
                continue;
            }
            int port = Integer.parseInt(peer.group(2));
            if (port < 1 || port > 65_535) {
                problems.add(new Problem(node.at(), "a port must be in 1..65535: " + port));
                continue;
            }
            links.add(new ServiceDraft.Link(node.at(), new Peer(peer.group(1), port, asList)));
        }
        return links;
    }

    private @Nullable Readiness readiness(Fields overlay) {
        Duration within = overlay.duration("ready-within").orElse(READY_WITHIN);
        String text = overlay.text("ready").orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return new Readiness(Question.parse(text), within);
        } catch (IllegalArgumentException e) {
            overlay.problem("ready", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static List<Integer> ownPorts(
            List<String> command, Map<String, String> environment, @Nullable Readiness readiness) {
        List<Integer> ports = new ArrayList<>();
        if (readiness != null) {
            ports.add(readiness.question().port());
        }
        List<String> texts = new ArrayList<>(command);
        texts.addAll(environment.values());
        for (String text : texts) {
            Matcher own = OWN_PORT.matcher(text);
            while (own.find()) {
                int port = Integer.parseInt(own.group(1));
                if (!ports.contains(port)) {
                    ports.add(port);
                }
            }
        }
        return ports;
    }
}
