package dev.blackstart.tolerance;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Json;
import dev.blackstart.tolerance.JsonPathExpression.Selector;
import dev.blackstart.tolerance.JsonPathExpression.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses one path. */
final class JsonPathParser {
    private static final Pattern NAME = Pattern.compile("[_A-Za-z][_A-Za-z0-9]*");
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d{0,8})");
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern FUNCTION = Pattern.compile("(?:length|keys|values|entries|charAt|substring)\\s*\\(");

    private final String path;
    private int at;

    JsonPathParser(String path) {
        this.path = path;
    }

    List<Step> parse() {
        blanks();
        if (!taken("$")) {
            throw wrong("a path begins with $");
        }
        List<Step> steps = new ArrayList<>();
        blanks();
        while (at < path.length()) {
            steps.add(step());
            blanks();
        }
        return steps;
    }

    private Step step() {
        boolean recursive = taken("..");
        if (!recursive && path.startsWith("[", at)) {
            return new Step(false, brackets());
        }
        if (!recursive && !taken(".")) {
            throw wrong("expected . or [");
        }
        blanks();
        if (recursive && path.startsWith("[", at)) {
            return new Step(true, brackets());
        }
        if (taken("*")) {
            return new Step(recursive, List.of(new Selector.Every()));
        }
        String name = find(NAME);
        if (name == null) {
            throw wrong(
                    "expected a name (letters, digits and _; others stand in brackets and double quotes: [\"a-b\"])");
        }
        return new Step(recursive, List.of(new Selector.Name(name)));
    }

    private List<Selector> brackets() {
        at++;
        List<Selector> selectors = new ArrayList<>();
        do {
            blanks();
            selectors.add(selector());
            blanks();
        } while (taken(","));
        if (!taken("]")) {
            throw wrong("expected ]");
        }
        return selectors;
    }

    private Selector selector() {
        if (taken("*")) {
            return new Selector.Every();
        }
        if (path.startsWith("?", at)
                || FUNCTION.matcher(path).region(at, path.length()).lookingAt()) {
            throw wrong("filters and functions are not run yet");
        }
        if (path.startsWith("'", at)) {
            throw wrong("texts stand in double quotes");
        }
        String text = find(TEXT);
        if (text != null) {
            return new Selector.Name(unquoted(text));
        }
        Integer from = number();
        blanks();
        if (!path.startsWith(":", at)) {
            if (from == null) {
                throw wrong("expected a number, a text in double quotes, a slice or *");
            }
            return new Selector.Index(from);
        }
        at++;
        blanks();
        Integer to = number();
        blanks();
        Integer by = null;
        if (taken(":")) {
            blanks();
            by = number();
        }
        if (by != null && by == 0) {
            throw wrong("a slice cannot have steps of 0");
        }
        return new Selector.Slice(from, to, by == null ? 1 : by);
    }

    private @Nullable Integer number() {
        String digits = find(NUMBER);
        return digits == null ? null : Integer.valueOf(digits);
    }

    private String unquoted(String text) {
        try {
            return String.valueOf(Json.parse(text));
        } catch (DocumentInvalid e) {
            throw wrong("no text: " + text);
        }
    }

    private @Nullable String find(Pattern pattern) {
        Matcher matcher = pattern.matcher(path).region(at, path.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher.group();
    }

    private boolean taken(String symbol) {
        boolean here = path.startsWith(symbol, at);
        at += here ? symbol.length() : 0;
        return here;
    }

    private void blanks() {
        while (at < path.length() && Character.isWhitespace(path.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("'" + path + "' is not a JSONPath: " + why + ", at position " + (at + 1));
    }
}
