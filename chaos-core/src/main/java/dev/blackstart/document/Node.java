package dev.blackstart.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a JSON or YAML document that knows where it stands. First stage of the flow: file to located tree. */
public sealed interface Node {

    /** Where this value begins. */
    Location at();

    /** The value without positions: {@code Map<String, Object>}, {@code List<Object>}, String, Boolean, Number or null. */
    @Nullable Object plain();

    /** A tree for a plain value that stands in no file of its own, such as one that came out of a variable. */
    static Node of(Location at, @Nullable Object plain) {
        if (plain instanceof Map<?, ?> map) {
            Map<String, Node> members = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                String member = String.valueOf(name);
                members.put(member, of(at.member(member, at.line(), at.column()), value));
            });
            return new Mapping(at, members);
        }
        if (plain instanceof List<?> list) {
            List<Node> items = new ArrayList<>();
            list.forEach(item -> items.add(of(at.item(items.size(), at.line(), at.column()), item)));
            return new Sequence(at, items);
        }
        return new Scalar(at, plain);
    }

    /** An object; members keep the order of the file. */
    record Mapping(Location at, Map<String, Node> members) implements Node {
        public Mapping {
            members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            members.forEach((name, node) -> plain.put(name, node.plain()));
            return plain;
        }
    }

    /** An array. */
    record Sequence(Location at, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public List<@Nullable Object> plain() {
            List<@Nullable Object> plain = new ArrayList<>(items.size());
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    }

    /** Text, number, boolean or null. Numbers are Long, BigInteger or Double. */
    record Scalar(Location at, @Nullable Object value) implements Node {
        @Override
        public @Nullable Object plain() {
            return value;
        }
    }
}
