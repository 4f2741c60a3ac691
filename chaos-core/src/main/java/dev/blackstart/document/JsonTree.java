package dev.blackstart.document;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads one JSON text, to a located tree or to plain values. The streaming parser only: databind would cost start-up time. */
final class JsonTree {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    // One more than ours, so that our own check speaks first, in our words.
                    .maxNestingDepth(Documents.MAX_DEPTH + 2)
                    .maxNumberLength(4300)
                    .maxStringLength(Documents.MAX_BYTES)
                    .maxNameLength(Documents.MAX_BYTES)
                    .build())
            .build();

    private final String source;
    private final String text;
    private int values;

    JsonTree(String source, String text) {
        this.source = source;
        this.text = text;
    }

    Node read() {
        return whole(parser -> node(parser, new Location(source, 1, 1, ""), 0));
    }

    @Nullable Object readPlain() {
        return whole(parser -> plain(parser, 0));
    }

    private interface Reading<T extends @Nullable Object> {
        T from(JsonParser parser);
    }

    private <T extends @Nullable Object> T whole(Reading<T> reading) {
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            throw new DocumentInvalid(
                    at(1, 1), "begins with a byte order mark, which JSON does not allow; save it as UTF-8 without BOM");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new DocumentInvalid(at(0, 0), "is empty");
            }
            T value = reading.from(parser);
            if (parser.nextToken() != null) {
                TokenStreamLocation more = parser.currentTokenLocation();
                throw new DocumentInvalid(
                        at(more.getLineNr(), more.getColumnNr()),
                        "is not JSON: more follows after the end of the document");
            }
            return value;
        } catch (JacksonException e) {
            TokenStreamLocation where = e.getLocation();
            throw new DocumentInvalid(
                    where == null ? at(0, 0) : at(where.getLineNr(), where.getColumnNr()), "is not JSON: " + words(e));
        }
    }

    private Node node(JsonParser parser, Location outer, int depth) {
        TokenStreamLocation begin = parser.currentTokenLocation();
        Location at = new Location(source, begin.getLineNr(), begin.getColumnNr(), outer.path());
        bounded(at, depth);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Node> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, node(parser, at.member(name, 0, 0), depth + 1));
            }
            return new Node.Mapping(at, members);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser, at.item(items.size(), 0, 0), depth + 1));
            }
            return new Node.Sequence(at, items);
        }
        return new Node.Scalar(at, scalar(parser, token));
    }

    private @Nullable Object plain(JsonParser parser, int depth) {
        if (depth > Documents.MAX_DEPTH) {
            bounded(at(parser.currentTokenLocation().getLineNr(), 0), depth);
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, plain(parser, depth + 1));
            }
            return members;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(plain(parser, depth + 1));
            }
            return items;
        }
        return scalar(parser, token);
    }

    private @Nullable Object scalar(JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> floating(parser);
            default ->
                throw new DocumentInvalid(
                        at(
                                parser.currentTokenLocation().getLineNr(),
                                parser.currentTokenLocation().getColumnNr()),
                        "is not JSON: unexpected " + token);
        };
    }

    private static Object integer(JsonParser parser) {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return new BigInteger(parser.getString());
        }
        return parser.getLongValue();
    }

    private Object floating(JsonParser parser) {
        String written = parser.getString();
        switch (written) {
            case "NaN":
                return Double.NaN;
            case "Infinity":
                return Double.POSITIVE_INFINITY;
            case "-Infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                char last = written.charAt(written.length() - 1);
                if (last < '0' || last > '9') {
                    TokenStreamLocation where = parser.currentTokenLocation();
                    throw new DocumentInvalid(
                            at(where.getLineNr(), where.getColumnNr()),
                            "is not JSON: '" + written + "' is no number; NaN, Infinity and -Infinity are");
                }
                return Double.parseDouble(written);
        }
    }

    private void bounded(Location at, int depth) {
        if (depth > Documents.MAX_DEPTH) {
            throw new DocumentInvalid(
                    new Location(at.source(), at.line(), at.column(), ""),
                    "is nested deeper than " + Documents.MAX_DEPTH + " levels");
        }
        if (++values > Documents.MAX_VALUES) {
            throw new DocumentInvalid(at, "has more than " + Documents.MAX_VALUES + " values");
        }
    }

    private Location at(int line, int column) {
        return new Location(source, Math.max(0, line), Math.max(0, column), "");
    }

    /** The parser's message without its own idea of the position, which our location gives already. */
    private static String words(JacksonException e) {
        String message =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("it cannot be parsed");
        return message.isEmpty()
                ? "it cannot be parsed"
                : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
