package dev.blackstart.load.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.load.AnswerRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes fields hold a message: paths such as {@code input.byBuyer.*}, resolved against the messages themselves. {@code *} stands
 * for each value of a map or each item of a list.
 */
final class NestedMessages {
    /** Shallow ones first. */
    private final List<Place> places;

    private NestedMessages(List<Place> places) {
        this.places = places;
    }

    /**
     * One path.
     *
     * @param steps a field each; null for {@code *}
     */
    record Place(List<@Nullable FieldDescriptor> steps, Descriptor type) {}

    /** What is done with the value at the end of a path. */
    interface Change {
        @Nullable Object apply(@Nullable Object value, Descriptor type, Location at);
    }

    /** Adds a problem for each path that leads nowhere and each type that is not known. */
    static NestedMessages resolve(
            Descriptor root, Map<String, String> nested, Schema schema, Location at, List<Problem> problems) {
        Map<String, Descriptor> types = new HashMap<>();
        nested.forEach((path, name) -> schema.message(name)
                .ifPresentOrElse(
                        type -> types.put(path, type),
                        () -> problems.add(new Problem(
                                at.member(path),
                                "the server's reflection finds no message '" + name
                                        + "'; it must stand in a file that the service's own file imports"
                                        + Suggestions.didYouMean(name, schema.messageNames())))));
        List<Place> places = new ArrayList<>();
        nested.forEach((path, name) -> {
            Descriptor type = types.get(path);
            if (type != null) {
                new Walk(root, path, types, at.member(path), problems)
                        .steps()
                        .ifPresent(steps -> places.add(new Place(steps, type)));
            }
        });
        places.sort(Comparator.comparingInt(place -> place.steps().size()));
        return new NestedMessages(List.copyOf(places));
    }

    /** Adds a problem where a path into an answer begins with names that its message does not have: it would never be met. */
    void check(Descriptor root, AnswerRules.Path path, List<Problem> problems) {
        Descriptor message = root;
        List<FieldDescriptor> steps = new ArrayList<>();
        for (String name : path.names()) {
            Descriptor type = message;
            FieldDescriptor field = type.getFields().stream()
                    .filter(each -> each.getJsonName().equals(name))
                    .findFirst()
                    .orElse(null);
            if (field == null) {
                problems.add(new Problem(
                        path.at(),
                        "'" + path.text() + "' meets no answer: unknown field '" + name + "' in " + type.getFullName()
                                + "; known: " + GrpcCaller.list(type) + RequestWriter.didYouMean(name, type)));
                return;
            }
            steps.add(field);
            message = inside(field, steps);
            if (message == null) {
                return;
            }
        }
    }

    /** The message of a field; null where it has none, or one that JSON writes in a way of its own. */
    private @Nullable Descriptor inside(FieldDescriptor field, List<FieldDescriptor> steps) {
        if (field.isRepeated()) {
            return null;
        }
        Descriptor type = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? field.getMessageType()
                : places.stream()
                        .filter(place -> place.steps().equals(steps))
                        .map(Place::type)
                        .findFirst()
                        .orElse(null);
        return type == null || type.getFullName().startsWith("google.protobuf.") ? null : type;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** Changes the values at the paths of a tree of maps and lists; the inner ones first, or the outer ones first. */
    @Nullable Object change(@Nullable Object tree, boolean innerFirst, Location at, Change change) {
        Object changed = tree;
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(innerFirst ? places.size() - 1 - i : i);
            changed = change(changed, place, 0, at, change);
        }
        return changed;
    }

    private static @Nullable Object change(@Nullable Object value, Place place, int step, Location at, Change change) {
        if (step == place.steps().size()) {
            return change.apply(value, place.type(), at);
        }
        FieldDescriptor field = place.steps().get(step);
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>();
            map.forEach((key, member) -> {
                String name = String.valueOf(key);
                boolean meant = field == null || name.equals(field.getJsonName()) || name.equals(field.getName());
                changed.put(name, meant ? change(member, place, step + 1, at.member(name), change) : member);
            });
            return changed;
        }
        if (field == null && value instanceof List<?> list) {
            List<@Nullable Object> changed = new ArrayList<>();
            for (Object item : list) {
                changed.add(change(item, place, step + 1, at.item(changed.size()), change));
            }
            return changed;
        }
        return value;
    }

    /** One way from the root message along a path. */
    private static final class Walk {
        private final Descriptor root;
        private final String path;
        private final String[] names;
        private final Map<String, Descriptor> types;
        private final Location at;
        private final List<Problem> problems;
        private final List<@Nullable FieldDescriptor> steps = new ArrayList<>();

        Walk(Descriptor root, String path, Map<String, Descriptor> types, Location at, List<Problem> problems) {
            this.root = root;
            this.path = path;
            this.names = path.split("\\.", -1);
            this.types = types;
            this.at = at;
            this.problems = problems;
        }

        Optional<List<@Nullable FieldDescriptor>> steps() {
            Descriptor message = root;
            while (true) {
                FieldDescriptor value = next(message);
                if (value == null) {
                    return Optional.empty();
                }
                String soFar = String.join(".", List.of(names).subList(0, steps.size()));
                if (steps.size() == names.length) {
                    return value.getType() == FieldDescriptor.Type.BYTES
                            ? Optional.of(steps)
                            : wrong("'" + soFar + "' is "
                                    + value.getType().name().toLowerCase(java.util.Locale.ROOT)
                                    + ", only a bytes field can hold a nested message");
                }
                Descriptor inside = value.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        ? value.getMessageType()
                        : types.get(soFar);
                if (inside == null) {
                    return wrong("'" + soFar + "' has no fields; if it holds a message, say so with \"" + soFar
                            + "\": \"<its type>\" beside \"" + path + "\"");
                }
                message = inside;
            }
        }

        /** Goes one field further, and through its {@code *}; null when that cannot be. */
        private @Nullable FieldDescriptor next(Descriptor message) {
            String name = names[steps.size()];
            FieldDescriptor field = RequestWriter.field(message, name);
            if (field == null) {
                wrong("unknown field '" + name + "' in " + message.getFullName() + "; known: "
                        + GrpcCaller.list(message) + RequestWriter.didYouMean(name, message));
                return null;
            }
            steps.add(field);
            if (!field.isRepeated()) {
                return field;
            }
            if (steps.size() == names.length || !names[steps.size()].equals("*")) {
                wrong("'" + name + "' is a " + (field.isMapField() ? "map" : "list") + "; write '" + name
                        + ".*' for each of its values");
                return null;
            }
            steps.add(null);
            return field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field;
        }

        private Optional<List<@Nullable FieldDescriptor>> wrong(String message) {
            problems.add(new Problem(at, message));
            return Optional.empty();
        }
    }
}
