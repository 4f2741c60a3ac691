package dev.blackstart.tolerance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSONPath in the dialect of Python's jsonpath2: {@code $.a.b[0]["c"][-1][1:3][0,2][*]..d}. Filters {@code ?(…)} and functions
 * such as {@code length()} are not run yet.
 */
public final class JsonPathExpression {
    private static final int MAX_MATCHES = 100_000;

    private final List<Step> steps;

    private JsonPathExpression(List<Step> steps) {
        this.steps = steps;
    }

    /** @throws IllegalArgumentException that says where the path goes wrong */
    public static JsonPathExpression parse(String path) {
        return new JsonPathExpression(new JsonPathParser(path).parse());
    }

    /** The names that it begins with, as far as it goes from name to name: {@code a, b} of {@code $.a.b[0].c}. */
    public List<String> leadingNames() {
        List<String> names = new ArrayList<>();
        for (Step step : steps) {
            if (step.recursive()
                    || step.selectors().size() != 1
                    || !(step.selectors().get(0) instanceof Selector.Name name)) {
                break;
            }
            names.add(name.name());
        }
        return names;
    }

    /** The values that the path leads to, in the order of the document. */
    public List<@Nullable Object> match(@Nullable Object root) {
        List<@Nullable Object> current = new ArrayList<>();
        current.add(root);
        for (Step step : steps) {
            List<@Nullable Object> next = new ArrayList<>();
            current.forEach(value -> take(step, value, next));
            current = next;
        }
        return current;
    }

    /** @param recursive whether it looks at every value below, too */
    record Step(boolean recursive, List<Selector> selectors) {}

    /** What a step takes of a mapping or a list. */
    sealed interface Selector {
        record Name(String name) implements Selector {}

        record Index(int index) implements Selector {}

        record Slice(@Nullable Integer from, @Nullable Integer to, int by) implements Selector {}

        record Every() implements Selector {}
    }

    private static void take(Step step, @Nullable Object value, List<@Nullable Object> into) {
        if (into.size() > MAX_MATCHES) {
            throw new IllegalArgumentException("the path has more than " + MAX_MATCHES + " matches");
        }
        step.selectors().forEach(selector -> select(selector, value, into));
        if (step.recursive()) {
            children(value).forEach(child -> take(step, child, into));
        }
    }

    private static void select(Selector selector, @Nullable Object value, List<@Nullable Object> into) {
        if (selector instanceof Selector.Every) {
            into.addAll(children(value));
        } else if (selector instanceof Selector.Name name) {
            if (value instanceof Map<?, ?> map && map.containsKey(name.name())) {
                into.add(map.get(name.name()));
            }
        } else if (value instanceof List<?> list) {
            if (selector instanceof Selector.Index at) {
                int index = at.index() < 0 ? at.index() + list.size() : at.index();
                if (index >= 0 && index < list.size()) {
                    into.add(list.get(index));
                }
            } else {
                slice((Selector.Slice) selector, list, into);
            }
        }
    }

    private static void slice(Selector.Slice slice, List<?> list, List<@Nullable Object> into) {
        int size = list.size();
        boolean forward = slice.by() > 0;
        int from = bound(slice.from(), forward ? 0 : size - 1, size, forward);
        int to = bound(slice.to(), forward ? size : -1, size, forward);
        for (long i = from; forward ? i < to : i > to; i += slice.by()) {
            into.add(list.get((int) i));
        }
    }

    private static int bound(@Nullable Integer given, int absent, int size, boolean forward) {
        if (given == null) {
            return absent;
        }
        int index = given < 0 ? given + size : given;
        return forward ? Math.max(0, Math.min(size, index)) : Math.max(-1, Math.min(size - 1, index));
    }

    private static Collection<? extends @Nullable Object> children(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values();
        }
        return value instanceof List<?> list ? list : List.of();
    }
}
