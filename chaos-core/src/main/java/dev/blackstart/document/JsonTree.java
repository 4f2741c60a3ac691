package dev.blackstart.document;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
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

    private static final Pattern OWN_BUSINESS = Pattern.compile(" \\(code \\d+[^)]*\\)| at \\[Source.*");

    private final String source;
    private final String text;
    private int values;

    JsonTree(String source, String text) {
        this.source = source;
        this.text = text;
    }

    Node read() {
        return (Node) Objects.requireNonNull(whole(parser -> node(parser, new Location(source, 1, 1, ""), 0)));
    }

    @Nullable Object readPlain() {
        return whole(parser -> plain(parser, 0));
    }

    private interface Reading {
        @Nullable Object from(JsonParser parser);
    }

    private @Nullable Object whole(Reading reading) {
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            throw new DocumentInvalid(
                    at(1, 1), "begins with a byte order mark, which JSON does not allow; save it as UTF-8 without BOM");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new DocumentInvalid(at(0, 0), "is empty");
            }
            Object value = reading.from(parser);
            if (parser.nextToken() != null) {
                TokenStreamLocation more = parser.currentTokenLocation();
                throw new DocumentInvalid(
                        at(more.getLineNr(), more.getColumnNr()),
                        "is not JSON: more follows after the end of the document");
            }
            return value;
        } catch (JacksonException e) {
            TokenStreamLocation where = e.getLocation();
            Location at = where == null ? at(0, 0) : at(where.getLineNr(), where.getColumnNr());
            throw new DocumentInvalid(
                    at, "is not JSON: " + words(e) + (at.column() == 0 ? "" : ", at column " + at.column()));
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
        return switch (written) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                // The parser knows further spellings of infinity, which Python does not.
                if (!Character.isDigit(written.charAt(written.length() - 1))) {
                    TokenStreamLocation where = parser.currentTokenLocation();
                    throw new DocumentInvalid(
                            at(where.getLineNr(), where.getColumnNr()),
                            "is not JSON: '" + written + "' is no number; NaN, Infinity and -Infinity are");
                }
                yield Double.parseDouble(written);
            }
        };
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

    /** The parser's message, without what it says about its own features and positions. */
    private static String words(JacksonException e) {
        String message =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        if (message.startsWith("Unexpected end-of-input")) {
            return "it ends before all that was begun is complete";
        }
        if (message.contains("comment")) {
            return "comments are not allowed";
        }
        String plain = OWN_BUSINESS.matcher(message).replaceAll("").strip();
        return plain.isEmpty() ? "it cannot be parsed" : Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
    }
}
