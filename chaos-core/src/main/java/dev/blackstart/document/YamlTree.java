package dev.blackstart.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document to a located tree. Works on the parser's events: SnakeYAML's own resolver reads {@code 1e3} as a number
 * and {@code 12:30} differently from PyYAML, whose reading decides what an experiment means.
 */
final class YamlTree {
    private static final String TAG = "tag:yaml.org,2002:";

    private final String source;
    private final String text;
    private final Map<String, Node> anchors = new HashMap<>();
    private int values;

    YamlTree(String source, String text) {
        this.source = source;
        this.text = text;
    }

    Node read() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Documents.MAX_BYTES);
        try {
            return document(new ParserImpl(new StreamReader(text), options));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Location at = mark == null ? at(0, 0) : at(mark.getLine() + 1, mark.getColumn() + 1);
            throw new DocumentInvalid(at, "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new DocumentInvalid(
                    at(0, 0),
                    "is not YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private Node document(Parser parser) {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            throw new DocumentInvalid(at(0, 0), "is empty");
        }
        parser.getEvent();
        Node root = node(parser, "", 0);
        parser.getEvent();
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            Mark more = parser.peekEvent().getStartMark();
            throw new DocumentInvalid(
                    at(more.getLine() + 1, 1), "has a second YAML document here; one file holds one document");
        }
        return root;
    }

    private Node node(Parser parser, String path, int depth) {
        Event event = parser.getEvent();
        Mark mark = event.getStartMark();
        Location at = new Location(source, mark.getLine() + 1, mark.getColumn() + 1, path);
        bounded(at, depth);
        if (event instanceof AliasEvent alias) {
            Node anchored = anchors.get(alias.getAnchor());
            if (anchored == null) {
                throw new DocumentInvalid(
                        at, "alias *" + alias.getAnchor() + " has no anchor &" + alias.getAnchor() + " before it");
            }
            return relocated(anchored, path, depth);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        Node node;
        if (event instanceof ScalarEvent scalar) {
            node = new Node.Scalar(at, scalar(scalar, at));
        } else if (event instanceof SequenceStartEvent start) {
            onlyTag(start.getTag(), "seq", at);
            node = sequence(parser, at, depth);
        } else {
            onlyTag(((MappingStartEvent) event).getTag(), "map", at);
            node = mapping(parser, at, depth);
        }
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private Node sequence(Parser parser, Location at, int depth) {
        List<Node> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(parser, at.path() + "[" + items.size() + "]", depth + 1));
        }
        parser.getEvent();
        return new Node.Sequence(at, items);
    }

    private Node mapping(Parser parser, Location at, int depth) {
        Map<String, Node> merged = new LinkedHashMap<>();
        Map<String, Node> own = new LinkedHashMap<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            boolean merge = isMergeKey(parser.peekEvent());
            String key = merge ? "<<" : key(node(parser, at.path(), depth + 1));
            if (merge) {
                parser.getEvent();
            }
            Node value = node(parser, at.member(key, 0, 0).path(), depth + 1);
            if (merge) {
                merge(value, at.path(), depth, merged);
            } else {
                own.put(key, value);
            }
        }
        parser.getEvent();
        // Merged members come first in order, and give way to the mapping's own.
        merged.putAll(own);
        return new Node.Mapping(at, merged);
    }

    private void merge(Node value, String path, int depth, Map<String, Node> into) {
        if (value instanceof Node.Mapping mapping) {
            mapping.members()
                    .forEach((name, member) ->
                            into.put(name, relocated(member, path.isEmpty() ? name : path + "." + name, depth + 1)));
            return;
        }
        if (value instanceof Node.Sequence sequence) {
            // The first mapping of the list wins, so it is laid on last.
            for (int i = sequence.items().size() - 1; i >= 0; i--) {
                Node item = sequence.items().get(i);
                if (!(item instanceof Node.Mapping)) {
                    throw new DocumentInvalid(item.at(), "a merge (<<) takes mappings only");
                }
                merge(item, path, depth, into);
            }
            return;
        }
        throw new DocumentInvalid(value.at(), "a merge (<<) takes a mapping or a list of mappings");
    }

    private static boolean isMergeKey(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getTag() == null
                && scalar.getAnchor() == null
                && scalar.getValue().equals("<<");
    }

    private static String key(Node node) {
        if (!(node instanceof Node.Scalar scalar)) {
            throw new DocumentInvalid(node.at(), "a key must be text or a number, not a list or a mapping");
        }
        Object value = scalar.value();
        // Other types take the spelling that they would have as a key in JSON.
        return value instanceof Double number ? Json.number(number) : String.valueOf(value);
    }

    private static @Nullable Object scalar(ScalarEvent event, Location at) {
        String tag = event.getTag();
        if (tag != null && !tag.equals("!")) {
            return tagged(tag, event.getValue(), at);
        }
        try {
            return tag == null && event.isPlain() ? YamlScalars.resolve(event.getValue()) : event.getValue();
        } catch (IllegalArgumentException e) {
            throw new DocumentInvalid(at, "is not YAML: " + e.getMessage());
        }
    }

    private static @Nullable Object tagged(String tag, String value, Location at) {
        String type = tag.startsWith(TAG) ? tag.substring(TAG.length()) : "";
        if (type.equals("str")) {
            return value;
        }
        Object resolved;
        try {
            resolved = YamlScalars.resolve(value);
            if (type.equals("float") && resolved instanceof Long whole) {
                resolved = (double) whole;
            }
        } catch (IllegalArgumentException e) {
            throw new DocumentInvalid(at, "is not YAML: " + e.getMessage());
        }
        boolean fits = switch (type) {
            case "int" -> resolved instanceof Long || resolved instanceof java.math.BigInteger;
            case "float" -> resolved instanceof Double;
            case "bool" -> resolved instanceof Boolean;
            case "null" -> resolved == null;
            case "timestamp" -> YamlScalars.isTimestamp(value);
            default -> throw new DocumentInvalid(at, unsupported(tag));
        };
        if (!fits) {
            throw new DocumentInvalid(at, "'" + value + "' is not of the type that its tag !!" + type + " says");
        }
        return resolved;
    }

    private static void onlyTag(@Nullable String tag, String kind, Location at) {
        if (tag != null && !tag.equals("!") && !tag.equals(TAG + kind)) {
            throw new DocumentInvalid(at, unsupported(tag));
        }
    }

    private static String unsupported(String tag) {
        return "the tag " + (tag.startsWith(TAG) ? "!!" + tag.substring(TAG.length()) : tag)
                + " is not read; only plain values, lists and mappings are";
    }

    /** A copy of an anchored value that stands where it is used; its line stays that of the anchor. */
    private Node relocated(Node node, String path, int depth) {
        Location at = new Location(source, node.at().line(), node.at().column(), path);
        bounded(at, depth);
        if (node instanceof Node.Mapping mapping) {
            Map<String, Node> members = new LinkedHashMap<>();
            mapping.members()
                    .forEach((name, member) -> members.put(
                            name, relocated(member, at.member(name, 0, 0).path(), depth + 1)));
            return new Node.Mapping(at, members);
        }
        if (node instanceof Node.Sequence sequence) {
            List<Node> items = new ArrayList<>();
            for (Node item : sequence.items()) {
                items.add(relocated(item, path + "[" + items.size() + "]", depth + 1));
            }
            return new Node.Sequence(at, items);
        }
        return new Node.Scalar(at, ((Node.Scalar) node).value());
    }

    private void bounded(Location at, int depth) {
        if (depth > Documents.MAX_DEPTH) {
            throw new DocumentInvalid(
                    at(at.line(), at.column()), "is nested deeper than " + Documents.MAX_DEPTH + " levels");
        }
        if (++values > Documents.MAX_VALUES) {
            throw new DocumentInvalid(
                    at(at.line(), at.column()),
                    "has more than " + Documents.MAX_VALUES + " values, counting aliases as often as they are used");
        }
    }

    private Location at(int line, int column) {
        return new Location(source, line, column, "");
    }
}
