package dev.blackstart.load.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.blackstart.document.Json;
import dev.blackstart.document.Location;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer to JSON types, every field printed, defaults too, and the messages that travel as bytes put in the place of those
 * bytes. Thread-safe.
 */
final class AnswerReader {
    private static final Location ANSWER = new Location("answer", 0, 0, "");

    private final Descriptor type;
    private final NestedMessages nested;
    private final JsonFormat.Printer printer;

    AnswerReader(Descriptor type, NestedMessages nested, TypeRegistry registry) {
        this.type = type;
        this.nested = nested;
        this.printer = JsonFormat.printer()
                .usingTypeRegistry(registry)
                .includingDefaultValueFields()
                .omittingInsignificantWhitespace();
    }

    /** An answer is not the message that it should be. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    boolean hasNested() {
        return !nested.isEmpty();
    }

    /** @throws Unreadable if the bytes, or bytes nested in them, are not the message that they should be */
    @Nullable Object read(byte[] answer) {
        return nested.change(json(answer, type, ANSWER), false, ANSWER, this::decode);
    }

    private @Nullable Object decode(@Nullable Object value, Descriptor inner, Location at) {
        return value instanceof String text ? json(Base64.getDecoder().decode(text), inner, at) : value;
    }

    private @Nullable Object json(byte[] bytes, Descriptor message, Location at) {
        try {
            return Json.parse(printer.print(DynamicMessage.parseFrom(message, bytes)));
        } catch (InvalidProtocolBufferException e) {
            throw new Unreadable(at + " is not a " + message.getFullName() + ": " + e.getMessage());
        }
    }
}
