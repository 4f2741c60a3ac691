package dev.blackstart.experiment;

import dev.blackstart.document.Fields;
import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the provider of an activity. Members that Chaos Toolkit does not know are ignored, as there. */
final class ProviderReader {
    private static final List<String> TYPES = List.of("process", "http", "python");

    private final Node.Mapping mapping;
    private final List<Problem> problems;

    private ProviderReader(Node.Mapping mapping, List<Problem> problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /** Null when it is none; then there is a problem. */
    static @Nullable Provider read(Node node, List<Problem> problems) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(new Problem(node.at(), "a provider must be a mapping, not " + Fields.describe(node)));
            return null;
        }
        return new ProviderReader(mapping, problems).read();
    }

    private @Nullable Provider read() {
        Node type = member("type");
        if (type == null || Truth.isFalse(type)) {
            return wrong("type", "a provider must have a type: " + String.join(", ", TYPES));
        }
        String name = PythonText.of(type.plain());
        return switch (name) {
            case "process" -> process();
            case "http" -> http();
            case "python" -> python();
            default ->
                wrong(
                        "type",
                        "unknown provider type '" + name + "'; known: " + String.join(", ", TYPES)
                                + Suggestions.didYouMean(name, TYPES));
        };
    }

    private @Nullable Provider process() {
        String path = text("path", "a process activity must have a path");
        return path == null
                ? null
                : new Provider.LocalProcess(mapping.at(), path, plain("arguments"), plain("timeout"));
    }

    private @Nullable Provider http() {
        String url = text("url", "an http activity must have a url");
        Node headers = member("headers");
        if (headers != null && !Truth.isFalse(headers) && !(headers instanceof Node.Mapping)) {
            wrong("headers", "the headers of an http activity must be a mapping, not " + Fields.describe(headers));
        }
        Object method = plain("method");
        Object verify = plain("verify_tls");
        Object retries = plain("max_retries");
        if (retries != null && !(retries instanceof Long count && count >= 0 && count <= 1000)) {
            wrong(
                    "max_retries",
                    "max_retries must be a whole number from 0 to 1000, not " + PythonText.quoted(retries));
            retries = null;
        }
        return url == null
                ? null
                : new Provider.Http(
                        mapping.at(),
                        url,
                        method == null ? "GET" : PythonText.of(method),
                        plain("headers"),
                        plain("arguments"),
                        plain("timeout"),
                        verify == null ? true : verify,
                        retries == null ? 0 : ((Long) retries).intValue());
    }

    private @Nullable Provider python() {
        String module = text("module", "a python activity must have a module");
        String func = text("func", "a python activity must have a func: the name of a function");
        Node arguments = member("arguments");
        if (arguments != null && !Truth.isFalse(arguments) && !(arguments instanceof Node.Mapping)) {
            wrong(
                    "arguments",
                    "the arguments of a python activity must be a mapping, not " + Fields.describe(arguments));
        }
        if (module == null || func == null) {
            return null;
        }
        return new Provider.Python(
                mapping.at(), module, func, arguments instanceof Node.Mapping named ? named : null, secrets());
    }

    private List<String> secrets() {
        Node secrets = member("secrets");
        List<String> groups = new ArrayList<>();
        if (secrets instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> groups.add(PythonText.of(item.plain())));
        } else if (secrets != null && secrets.plain() instanceof String text) {
            // Chaos Toolkit goes through a text letter by letter.
            text.codePoints().forEach(letter -> groups.add(Character.toString(letter)));
        } else if (secrets != null && !Truth.isFalse(secrets)) {
            wrong("secrets", "secrets must be a list of names of groups, not " + Fields.describe(secrets));
        }
        return groups;
    }

    private @Nullable String text(String name, String missing) {
        Node node = member(name);
        if (node == null || Truth.isFalse(node)) {
            wrong(name, missing);
            return null;
        }
        if (!(node.plain() instanceof String text)) {
            wrong(name, name + " must be text, not " + Fields.describe(node));
            return null;
        }
        return text;
    }

    private @Nullable Object plain(String name) {
        Node node = member(name);
        return node == null ? null : node.plain();
    }

    private @Nullable Node member(String name) {
        Map<String, Node> members = mapping.members();
        return members.get(name);
    }

    private @Nullable Provider wrong(String name, String message) {
        Node node = member(name);
        Location at = node == null
                ? mapping.at().member(name, mapping.at().line(), mapping.at().column())
                : node.at();
        problems.add(new Problem(at, message));
        return null;
    }
}
