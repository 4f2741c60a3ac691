package dev.blackstart.experiment;

import dev.blackstart.document.Fields;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.tolerance.Tolerance;
import dev.blackstart.tolerance.ToleranceReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the entry {@code blackstart} of {@code extensions}. Here an unknown member is a problem: nobody else would find the typo. */
final class ExtensionReader {
    static final String NAME = "blackstart";

    /** The newest version of the extension that this version of Blackstart reads. */
    static final int VERSION = 1;

    private static final Pattern GRPC_METHOD = Pattern.compile("[A-Za-z_][\\w.]*/[A-Za-z_]\\w*");
    private static final Pattern SERVICE_AND_PORT = Pattern.compile("([^:\\s]+):(\\d{1,5})");
    private static final List<String> VACUITIES =
            Stream.of(Extension.Vacuity.values()).map(Extension.Vacuity::word).toList();
    static final double MAX_RATE = 10_000;
    private static final double MAX_TIME_SCALE = 1_000_000;

    private final Fields fields;
    private final Path folder;
    private final List<Problem> problems;
    private final ActivityReader activities;

    ExtensionReader(Node.Mapping mapping, Path folder, List<Problem> problems, ActivityReader activities) {
        this.fields = new Fields(mapping, problems);
        this.folder = folder;
        this.problems = problems;
        this.activities = activities;
    }

    /** Empty when something in it is wrong; then there are problems. */
    Optional<Extension> read() {
        fields.ignore("name");
        Optional<Long> version = fields.integer("version", 1, Long.MAX_VALUE);
        if (version.isPresent() && version.get() > VERSION) {
            // What a newer version means cannot be judged, so nothing else of it is.
            fields.problem(
                    "version",
                    "this file is written for version " + version.get()
                            + " of the blackstart extension, and this Blackstart reads up to " + VERSION
                            + "; use a newer Blackstart");
            return Optional.empty();
        }
        Optional<Path> topology = fields.path("topology", folder);
        long seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L);
        Optional<Extension.Workload> workload = fields.mapping("workload").map(this::workload);
        Optional<Extension.Degradation> degradation =
                fields.mapping("degradation").map(this::degradation);
        Optional<Extension.AlertRule> alert = fields.mapping("alert").map(this::alert);
        Optional<Path> playbook = fields.path("playbook", folder);
        Optional<Extension.Recovery> recovery = fields.mapping("recovery").map(this::recovery);
        Extension.ControlArm control =
                fields.mapping("control").map(this::control).orElse(new Extension.ControlArm(0));
        Optional<BlastRadius> blastRadius = fields.mapping("blast-radius").map(BlastRadius::ofExperiment);
        List<Activity> abortWhen = abortWhen();
        Extension.Vacuity vacuity = fields.oneOf("vacuity", VACUITIES)
                .map(word -> Extension.Vacuity.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Extension.Vacuity.INCONCLUSIVE);
        fields.unknown();
        return fields.ok()
                ? Optional.of(new Extension(
                        fields.at(),
                        topology,
                        seed,
                        workload,
                        degradation,
                        alert,
                        playbook,
                        recovery,
                        control,
                        blastRadius,
                        abortWhen,
                        vacuity))
                : Optional.empty();
    }

    private Extension.@Nullable Workload workload(Fields workload) {
        double rate = workload.requireNumber("rate", 0.001, MAX_RATE);
        Duration timeout = positive(workload, "timeout");
        Extension.Call call = call(workload.requireMapping("call"));
        Tolerance degradedWhen = tolerance(workload, "degraded-when");
        Tolerance shedWhen = tolerance(workload, "shed-when");
        workload.unknown();
        return workload.ok() && call != null
                ? new Extension.Workload(workload.at(), rate, timeout, call, degradedWhen, shedWhen)
                : null;
    }

    private Extension.@Nullable Call call(Fields call) {
        if (call.names().isEmpty()) {
            return null;
        }
        if (call.has("grpc")) {
            return grpc(call);
        }
        if (call.has("path") || call.has("method")) {
            return http(call);
        }
        call.problem("grpc", "a call needs grpc (package.Service/Method), or method and path of an HTTP request");
        return null;
    }

    private Extension.@Nullable Call grpc(Fields call) {
        To to = to(call);
        String method = call.requireText("grpc");
        if (!method.isEmpty() && !GRPC_METHOD.matcher(method).matches()) {
            call.problem("grpc", "'" + method + "' is not written as package.Service/Method");
        }
        Map<String, @Nullable Object> request =
                call.node("request").orElse(new Node.Mapping(call.at(), Map.of())) instanceof Node.Mapping mapping
                        ? mapping.plain()
                        : Map.of();
        call.mapping("request");
        Optional<Fields> nested = call.mapping("nested");
        Map<String, String> inRequest =
                nested.map(within -> within.textMap("request")).orElse(Map.of());
        Map<String, String> inResponse =
                nested.map(within -> within.textMap("response")).orElse(Map.of());
        nested.ifPresent(Fields::unknown);
        call.unknown();
        return call.ok()
                ? new Extension.Call.Grpc(call.at(), to.service(), to.port(), method, request, inRequest, inResponse)
                : null;
    }

    /** @param port -1 where none is named */
    private record To(String service, int port) {}

    private static To to(Fields call) {
        String to = call.requireText("to");
        Matcher withPort = SERVICE_AND_PORT.matcher(to);
        if (withPort.matches()) {
            return new To(withPort.group(1), Integer.parseInt(withPort.group(2)));
        }
        if (to.indexOf(':') >= 0) {
            call.problem("to", "'" + to + "' is not written as service or service:port");
        }
        return new To(to, -1);
    }

    private Extension.@Nullable Call http(Fields call) {
        To to = to(call);
        String method = call.text("method").orElse("GET");
        String path = call.requireText("path");
        if (!path.isEmpty() && !path.startsWith("/")) {
            call.problem("path", "'" + path + "' must begin with /");
        }
        Map<String, String> headers = call.textMap("headers");
        Object body = call.node("body").map(Node::plain).orElse(null);
        call.unknown();
        return call.ok()
                ? new Extension.Call.Http(call.at(), to.service(), to.port(), method, path, headers, body)
                : null;
    }

    private @Nullable Tolerance tolerance(Fields owner, String name) {
        Tolerance tolerance = owner.node(name)
                .flatMap(node -> ToleranceReader.read(node, problems))
                .orElse(null);
        if (tolerance instanceof Tolerance.Probe) {
            owner.problem(name, "an answer cannot be judged by a probe; use regex, jsonpath or range");
        }
        return tolerance;
    }

    private Extension.@Nullable Degradation degradation(Fields degradation) {
        String title = degradation.requireText("title");
        List<Node> nodes = degradation.requireList("probes");
        if (nodes.isEmpty() && degradation.ok()) {
            degradation.problem(
                    "probes", "probes must not be empty: without one, nothing is said about what still works");
        }
        List<Activity> probes = nodes.stream()
                .flatMap(node -> activities.readJudged(node).stream())
                .toList();
        degradation.unknown();
        return degradation.ok() ? new Extension.Degradation(degradation.at(), title, probes) : null;
    }

    private Extension.@Nullable AlertRule alert(Fields alert) {
        Path slo = alert.requirePath("slo", folder);
        Duration within = positive(alert, "within");
        double timeScale = alert.number("time-scale", 1, MAX_TIME_SCALE).orElse(1.0);
        alert.unknown();
        return alert.ok() ? new Extension.AlertRule(alert.at(), slo, within, timeScale) : null;
    }

    private Extension.@Nullable Recovery recovery(Fields recovery) {
        Duration within = positive(recovery, "within");
        Duration hold = positive(recovery, "hold");
        recovery.unknown();
        return recovery.ok() ? new Extension.Recovery(recovery.at(), within, hold) : null;
    }

    private Extension.ControlArm control(Fields control) {
        int runs = control.integer("runs", 0, 1).orElse(1L).intValue();
        control.unknown();
        return new Extension.ControlArm(runs);
    }

    private List<Activity> abortWhen() {
        List<Activity> conditions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node node : fields.list("abort-when")) {
            activities.readJudged(node).ifPresent(condition -> {
                conditions.add(condition);
                if (!names.add(condition.shownName())) {
                    problems.add(new Problem(
                            condition.at(),
                            "two abort conditions are named '" + condition.shownName()
                                    + "': the outcome tells them apart by their names"));
                }
            });
        }
        return conditions;
    }

    private static Duration positive(Fields owner, String name) {
        Duration duration = owner.requireDuration(name);
        if (owner.ok() && duration.isZero()) {
            owner.problem(name, name + " must be longer than 0");
        }
        return duration;
    }
}
