package dev.blackstart.document;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one mapping and collects everything that is wrong with them, so that a file's problems come all at once.
 *
 * <p>An optional member that is absent or wrong is empty; a member that is null counts as absent. A required one that is absent or wrong
 * gives a placeholder (an empty text, 0, an empty list …): ask {@link #ok()} before making anything of it. After the last read call
 * {@link #unknown()}. Not for several threads.
 */
public final class Fields {
    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?\\s?%");

    private final Node.Mapping mapping;
    private final List<Problem> problems;
    private final Set<String> asked = new LinkedHashSet<>();
    private final int problemsBefore;

    /** @param problems is added to */
    public Fields(Node.Mapping mapping, List<Problem> problems) {
        this(mapping, problems, problems.size());
    }

    private Fields(Node.Mapping mapping, List<Problem> problems, int problemsBefore) {
        this.mapping = mapping;
        this.problems = problems;
        this.problemsBefore = problemsBefore;
    }

    /**
     * Members of a node that should be a mapping; where it is none that is a problem, and no member is found.
     *
     * @param what the node is, for the message: {@code a topology}
     */
    public static Fields of(Node node, String what, List<Problem> problems) {
        if (node instanceof Node.Mapping mapping) {
            return new Fields(mapping, problems);
        }
        int before = problems.size();
        problems.add(new Problem(node.at(), what + " must be a mapping, not " + describe(node)));
        return new Fields(new Node.Mapping(node.at(), Map.of()), problems, before);
    }

    public Location at() {
        return mapping.at();
    }

    /** Where a member stands, or would stand. */
    public Location at(String name) {
        Node node = mapping.members().get(name);
        return node != null ? node.at() : at().member(name, at().line(), at().column());
    }

    /** The names of all members, read or not. */
    public Set<String> names() {
        return mapping.members().keySet();
    }

    /** Whether nothing has been found wrong since this cursor was made, here or in the mappings within. */
    public boolean ok() {
        return problems.size() == problemsBefore;
    }

    /** Adds a problem with a member. */
    public void problem(String name, String message) {
        problems.add(new Problem(at(name), message));
    }

    /** Whether the member is there and not null; counts as read. */
    public boolean has(String name) {
        return node(name).isPresent();
    }

    /** The member as it stands; empty when absent or null. */
    public Optional<Node> node(String name) {
        asked.add(name);
        Node node = mapping.members().get(name);
        return node == null || isNull(node) ? Optional.empty() : Optional.of(node);
    }

    public Optional<String> text(String name) {
        return scalar(name, String.class, "text");
    }

    /** A text that is not empty. */
    public String requireText(String name) {
        String text = required(name, text(name), "");
        if (text.isBlank()
                && mapping.members().get(name) instanceof Node.Scalar scalar
                && scalar.value() instanceof String) {
            problem(name, name + " must not be empty");
        }
        return text;
    }

    public Optional<Boolean> bool(String name) {
        return scalar(name, Boolean.class, "true or false");
    }

    /** A whole number within bounds, both inclusive. */
    public Optional<Long> integer(String name, long least, long most) {
        Optional<Node> node = node(name);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        Object value = node.get().plain();
        boolean whole = value instanceof Long || value instanceof BigInteger;
        if (!(value instanceof Long number) || number < least || number > most) {
            String bounds = most < Long.MAX_VALUE
                    ? " from " + least + " to " + most
                    : least > Long.MIN_VALUE ? " of at least " + least : "";
            problem(
                    name,
                    name + " must be a whole number" + bounds + ", not " + (whole ? value : describe(node.get())));
            return Optional.empty();
        }
        return Optional.of(number);
    }

    public long requireInteger(String name, long least, long most) {
        return required(name, integer(name, least, most), 0L);
    }

    /** A number within bounds, both inclusive; never NaN. */
    public Optional<Double> number(String name, double least, double most) {
        Optional<Node> node = node(name);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        double number = node.get().plain() instanceof Number any ? any.doubleValue() : Double.NaN;
        if (!(number >= least && number <= most)) {
            String bounds = most == Double.MAX_VALUE
                    ? "of at least " + plain(least)
                    : "from " + plain(least) + " to " + plain(most);
            problem(name, name + " must be a number " + bounds + ", not " + describe(node.get()));
            return Optional.empty();
        }
        return Optional.of(number);
    }

    /** {@code 10000} for 10000.0. */
    private static String plain(double number) {
        return Json.number(number).replaceFirst("\\.0$", "");
    }

    public double requireNumber(String name, double least, double most) {
        return required(name, number(name, least, most), 0.0);
    }

    /** A duration as {@link Durations} reads it. */
    public Optional<Duration> duration(String name) {
        Optional<Node> node = node(name);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        Object value = node.get().plain();
        try {
            if (value instanceof String || value instanceof Number) {
                return Optional.of(Durations.parse(String.valueOf(value)));
            }
            problem(name, name + " must be a duration such as 250ms, 8s or 5m, not " + describe(node.get()));
        } catch (IllegalArgumentException e) {
            problem(name, name + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    public Duration requireDuration(String name) {
        return required(name, duration(name), Duration.ZERO);
    }

    /** A part of a whole, written as {@code 50%} or {@code 0.5}: above 0, and at most 1. */
    public Optional<Double> share(String name) {
        Optional<Node> node = node(name);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        Object value = node.get().plain();
        double share = Double.NaN;
        if (value instanceof String text && PERCENT.matcher(text.strip()).matches()) {
            share = Double.parseDouble(text.strip().replace("%", "")) / 100;
        } else if (value instanceof Number number) {
            share = number.doubleValue();
        }
        if (!(share > 0 && share <= 1)) {
            String hint = share > 1 && share <= 100 ? " (did you mean " + plain(share) + "%?)" : "";
            problem(
                    name,
                    name + " must be a share above 0 and at most 100%, such as 50% or 0.5, not " + describe(node.get())
                            + hint);
            return Optional.empty();
        }
        return Optional.of(share);
    }

    /** One of some words. */
    public Optional<String> oneOf(String name, Collection<String> words) {
        Optional<String> text = text(name);
        if (text.isPresent() && !words.contains(text.get())) {
            problem(name, unknownWord(name, text.get(), words));
            return Optional.empty();
        }
        return text;
    }

    /** The first of the words stands in when there is a problem. */
    public String requireOneOf(String name, List<String> words) {
        return required(name, oneOf(name, words), words.get(0));
    }

    /** A path, resolved against a folder; that the file exists is not checked. */
    public Optional<Path> path(String name, Path folder) {
        return text(name).flatMap(text -> {
            try {
                if (!text.isBlank()) {
                    return Optional.of(folder.resolve(text).normalize());
                }
                problem(name, name + " must be a path, not an empty text");
            } catch (InvalidPathException e) {
                problem(name, name + ": '" + text + "' is not a path: " + e.getReason());
            }
            return Optional.empty();
        });
    }

    public Path requirePath(String name, Path folder) {
        return required(name, path(name, folder), folder);
    }

    /** The items of a list; empty when absent. */
    public List<Node> list(String name) {
        Optional<Node> node = node(name);
        if (node.isPresent() && node.get() instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        node.ifPresent(other -> problem(name, name + " must be a list, not " + describe(other)));
        return List.of();
    }

    public List<Node> requireList(String name) {
        return has(name) ? list(name) : required(name, Optional.<List<Node>>empty(), List.of());
    }

    /** A list of texts; empty when absent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Node item : list(name)) {
            if (item instanceof Node.Scalar scalar && scalar.value() instanceof String text) {
                texts.add(text);
            } else {
                problems.add(new Problem(item.at(), "an item of " + name + " must be text, not " + describe(item)));
            }
        }
        return texts;
    }

    /** Cursors over the mappings of a list; empty when absent. */
    public List<Fields> mappings(String name) {
        List<Fields> cursors = new ArrayList<>();
        for (Node item : list(name)) {
            cursors.add(of(item, "an item of " + name, problems));
        }
        return cursors;
    }

    /** A cursor over a mapping within; empty when absent or of another kind. */
    public Optional<Fields> mapping(String name) {
        Optional<Node> node = node(name);
        if (node.isPresent() && !(node.get() instanceof Node.Mapping)) {
            problem(name, name + " must be a mapping, not " + describe(node.get()));
            return Optional.empty();
        }
        return node.map(found -> new Fields((Node.Mapping) found, problems));
    }

    /** An empty cursor stands in when there is a problem. */
    public Fields requireMapping(String name) {
        Node.Mapping none = new Node.Mapping(at(name), Map.of());
        return required(name, mapping(name), new Fields(none, problems));
    }

    /** A mapping of texts; numbers and booleans are taken as they are written in JSON. Empty when absent. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        Optional<Fields> within = mapping(name);
        if (within.isEmpty()) {
            return texts;
        }
        within.get().mapping.members().forEach((key, value) -> {
            if (value instanceof Node.Scalar scalar && scalar.value() != null) {
                texts.put(key, scalar.value() instanceof String text ? text : Json.compact(scalar.value()));
            } else {
                problems.add(new Problem(value.at(), key + " must be text, not " + describe(value)));
            }
        });
        return texts;
    }

    /** Marks members as known without reading them. */
    public void ignore(String... names) {
        asked.addAll(List.of(names));
    }

    /** Reports every member that was not read so far, with the names that would have been. */
    public void unknown() {
        unknown(asked);
    }

    /** As {@link #unknown()}, where the caller knows better what could have stood here. */
    public void unknown(Collection<String> known) {
        mapping.members().forEach((name, node) -> {
            if (!asked.contains(name) && !known.contains(name)) {
                problems.add(new Problem(node.at(), unknownWord("member", name, known)));
            }
        });
    }

    /** What a value is, for messages: {@code a list}, {@code the text 'x'}, {@code 5}. */
    public static String describe(Node node) {
        if (node instanceof Node.Mapping) {
            return "a mapping";
        }
        if (node instanceof Node.Sequence) {
            return "a list";
        }
        Object value = node.plain();
        if (value instanceof String text) {
            return "the text '" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
        }
        return Json.compact(value);
    }

    private static String unknownWord(String what, String word, Collection<String> known) {
        return "unknown " + what + " '" + word + "'; known: " + String.join(", ", known)
                + Suggestions.didYouMean(word, known);
    }

    private <T> Optional<T> scalar(String name, Class<T> type, String what) {
        Optional<Node> node = node(name);
        if (node.isPresent() && !type.isInstance(node.get().plain())) {
            problem(name, name + " must be " + what + ", not " + describe(node.get()));
            return Optional.empty();
        }
        return node.map(found -> type.cast(found.plain()));
    }

    /** A member that is there but wrong has been reported already. */
    private <T> T required(String name, Optional<T> value, T placeholder) {
        @Nullable Node node = mapping.members().get(name);
        if (value.isEmpty() && (node == null || isNull(node))) {
            problem(name, name + " is missing");
        }
        return value.orElse(placeholder);
    }

    private static boolean isNull(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() == null;
    }
}
