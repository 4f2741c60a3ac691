package dev.blackstart.document;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps records to plain values and back, by reflection that is done once for each class. */
final class Records {
    static final String TYPE = "type";

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };
    private static final ClassValue<Map<String, Class<?>>> KINDS = new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> type) {
            Map<String, Class<?>> kinds = new LinkedHashMap<>();
            collect(type, kinds);
            return kinds;
        }
    };

    private Records() {}

    /** A record component with its type as declared. */
    private record Component(String name, Type type, boolean nullable, Method accessor) {}

    private record Shape(@Nullable String kind, List<Component> components, Constructor<?> constructor) {
        static Shape of(Class<?> type) {
            RecordComponent[] parts = type.getRecordComponents();
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(
                        Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                String kind = isKindOfSealed(type) ? kebab(type.getSimpleName()) : null;
                List<Component> components = new ArrayList<>();
                for (RecordComponent part : parts) {
                    if (kind != null && part.getName().equals(TYPE)) {
                        throw new IllegalArgumentException(type.getName()
                                + " must not have a component 'type': its sealed interface uses that name");
                    }
                    part.getAccessor().setAccessible(true);
                    components.add(new Component(
                            snake(part.getName()), part.getGenericType(), isNullable(part), part.getAccessor()));
                }
                return new Shape(kind, components, constructor);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("a record without its canonical constructor: " + type.getName(), e);
            }
        }
    }

    static Map<String, @Nullable Object> toPlain(Record value) {
        Shape shape = SHAPES.get(value.getClass());
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        if (shape.kind() != null) {
            plain.put(TYPE, shape.kind());
        }
        for (Component component : shape.components()) {
            Object part = read(component, value);
            if (part != null && !RecordValues.isAbsent(part)) {
                plain.put(component.name(), RecordValues.toPlain(part));
            }
        }
        return plain;
    }

    /** @param where the path to this value, for messages; empty for the outermost */
    static Object fromPlain(Class<?> type, Map<?, ?> plain, String where) {
        Class<?> record = type.isRecord() ? type : kindOf(type, plain, where);
        Shape shape = SHAPES.get(record);
        Object[] arguments = new Object[shape.components().size()];
        for (int i = 0; i < arguments.length; i++) {
            Component component = shape.components().get(i);
            String path = where.isEmpty() ? component.name() : where + "." + component.name();
            Object part = plain.get(component.name());
            arguments[i] = part != null
                    ? RecordValues.fromPlain(component.type(), part, path)
                    : RecordValues.missing(component.type(), component.nullable(), path);
        }
        try {
            return shape.constructor().newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException((where.isEmpty() ? "" : where + ": ") + cause.getMessage(), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + record.getName(), e);
        }
    }

    private static Class<?> kindOf(Class<?> type, Map<?, ?> plain, String where) {
        if (!type.isSealed()) {
            throw new IllegalArgumentException(
                    type.getName() + " is neither a record nor a sealed interface of records");
        }
        Map<String, Class<?>> kinds = KINDS.get(type);
        String kind = String.valueOf(plain.get(TYPE));
        Class<?> found = kinds.get(kind);
        if (found == null) {
            throw new IllegalArgumentException((where.isEmpty() ? TYPE : where + "." + TYPE) + ": unknown '" + kind
                    + "'; known: " + String.join(", ", kinds.keySet()) + Suggestions.didYouMean(kind, kinds.keySet()));
        }
        return found;
    }

    private static @Nullable Object read(Component component, Record value) {
        try {
            return component.accessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component.name() + " of " + value.getClass(), e);
        }
    }

    private static void collect(Class<?> sealed, Map<String, Class<?>> kinds) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, kinds);
            } else if (!permitted.isRecord()) {
                throw new IllegalArgumentException(permitted.getName() + " is not a record");
            } else if (kinds.put(kebab(permitted.getSimpleName()), permitted) != null) {
                throw new IllegalArgumentException(
                        sealed.getName() + " has two kinds named " + kebab(permitted.getSimpleName()));
            }
        }
    }

    private static boolean isKindOfSealed(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    }

    private static boolean isNullable(RecordComponent part) {
        AnnotatedType type = part.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    static String snake(String camel) {
        return separated(camel, '_');
    }

    private static String kebab(String camel) {
        return separated(camel, '-');
    }

    private static String separated(String camel, char separator) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            boolean begins = Character.isUpperCase(c)
                    && i > 0
                    && (!Character.isUpperCase(camel.charAt(i - 1))
                            || i + 1 < camel.length() && Character.isLowerCase(camel.charAt(i + 1)));
            if (begins) {
                name.append(separator);
            }
            name.append(c);
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
