package dev.blackstart.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts configuration and secrets into texts, as Chaos Toolkit does with Python's {@code string.Template}: a text that is exactly
 * {@code ${name}} becomes the value with its type; inside a text, {@code ${name}} and {@code $name} become the value as Python spells
 * it, {@code $$} becomes {@code $}, and what is not known stays as it is. Values are not substituted again, keys never are.
 */
public final class Substitution {
    private static final Pattern WHOLE = Pattern.compile("\\$\\{([_A-Za-z][_A-Za-z0-9]*)}");
    private static final Pattern PART =
            Pattern.compile("\\$(?:(\\$)|([_A-Za-z][_A-Za-z0-9]*)|\\{([_A-Za-z][_A-Za-z0-9]*)})");

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /**
     * @param configuration resolved; wins over secrets of the same name
     * @param secrets resolved groups, the first one wins; what is not a group is left out
     */
    public Substitution(
            Map<String, ? extends @Nullable Object> configuration, Map<String, ? extends @Nullable Object> secrets) {
        values.putAll(configuration);
        for (Object group : secrets.values()) {
            if (group instanceof Map<?, ?> members) {
                members.forEach((name, value) -> {
                    String key = String.valueOf(name);
                    if (!values.containsKey(key)) {
                        values.put(key, value);
                    }
                });
            }
        }
    }

    /** Whether there is nothing to put in. Chaos Toolkit then leaves arguments alone, where {@code $$} would else become {@code $}. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The names of what is put in. */
    public Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    /** The names that a text gives in braces, as {@code ${name}}, in its order. */
    public static List<String> namedIn(String text) {
        return PART.matcher(text)
                .results()
                .flatMap(part -> Stream.ofNullable(part.group(3)))
                .distinct()
                .toList();
    }

    /** The value with every text in it substituted, also those in lists and mappings. */
    public @Nullable Object apply(@Nullable Object plain) {
        if (plain instanceof String text) {
            return text(text);
        }
        if (plain instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>(list.size());
            list.forEach(item -> items.add(apply(item)));
            return items;
        }
        if (plain instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            map.forEach((name, value) -> members.put(String.valueOf(name), apply(value)));
            return members;
        }
        return plain;
    }

    private @Nullable Object text(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Matcher whole = WHOLE.matcher(text);
        if (whole.matches() && values.containsKey(whole.group(1))) {
            return values.get(whole.group(1));
        }
        return PART.matcher(text).replaceAll(part -> {
            if (part.group(1) != null) {
                return "\\$";
            }
            String name = part.group(2) != null ? part.group(2) : part.group(3);
            return Matcher.quoteReplacement(values.containsKey(name) ? PythonText.of(values.get(name)) : part.group());
        });
    }
}
