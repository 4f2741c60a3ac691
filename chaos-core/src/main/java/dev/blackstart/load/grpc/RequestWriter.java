package dev.blackstart.load.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.blackstart.document.Json;
import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the request's bytes from its JSON, the messages nested in bytes fields first. Problems go to the list it was given. */
final class RequestWriter {
    private final TypeRegistry registry;
    private final List<Problem> problems;

    RequestWriter(TypeRegistry registry, List<Problem> problems) {
        this.registry = registry;
        this.problems = problems;
    }

    /** The bytes; meaningless once there is a problem. */
    byte[] write(Map<String, @Nullable Object> request, Descriptor type, NestedMessages nested, Location at) {
        Object outer = nested.change(request, true, at, this::encode);
        return message(outer, type, at);
    }

    /** Text at a nested place is base64 that the experiment gives itself. */
    private @Nullable Object encode(@Nullable Object value, Descriptor type, Location at) {
        if (value == null || value instanceof String) {
            return value;
        }
        return Base64.getEncoder().encodeToString(message(value, type, at));
    }

    private byte[] message(@Nullable Object json, Descriptor type, Location at) {
        int before = problems.size();
        check(json, type, at);
        if (problems.size() > before) {
            return new byte[0];
        }
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        try {
            JsonFormat.parser().usingTypeRegistry(registry).merge(Json.compact(json), message);
        } catch (InvalidProtocolBufferException e) {
            problems.add(new Problem(at, "does not fit " + type.getFullName() + ": " + e.getMessage()));
            return new byte[0];
        }
        return message.build().toByteArray();
    }

    /** Finds every unknown field; protobuf's own parser stops at the first and does not say where it is. */
    private void check(@Nullable Object json, Descriptor type, Location at) {
        if (type.getFullName().startsWith("google.protobuf.")) {
            return;
        }
        if (!(json instanceof Map<?, ?> map)) {
            problems.add(new Problem(at, "must be a mapping, the fields of " + type.getFullName() + ": " + json));
            return;
        }
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            FieldDescriptor field = field(type, name);
            Location here = at.member(name);
            if (field == null) {
                problems.add(new Problem(
                        here,
                        "unknown field '" + name + "' in " + type.getFullName() + "; known: " + GrpcCaller.list(type)
                                + didYouMean(name, type)));
            } else {
                checkField(value, field, here);
            }
        });
    }

    private void checkField(@Nullable Object value, FieldDescriptor field, Location at) {
        FieldDescriptor each = field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field;
        if (value == null || each.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return;
        }
        if (field.isMapField() && value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> check(member, each.getMessageType(), at.member(String.valueOf(key))));
        } else if (field.isRepeated() && value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                check(list.get(i), each.getMessageType(), at.item(i));
            }
        } else if (!field.isRepeated()) {
            check(value, each.getMessageType(), at);
        }
    }

    /** A field by its name in JSON or in the proto file. */
    static @Nullable FieldDescriptor field(Descriptor type, String name) {
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJsonName().equals(name) || field.getName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    static String didYouMean(String name, Descriptor type) {
        return Suggestions.didYouMean(
                name,
                type.getFields().stream().map(FieldDescriptor::getJsonName).toList());
    }
}
