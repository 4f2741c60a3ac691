package dev.blackstart.proxy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** The first JSON value of a request body, as far as Go's decoder would look at it. */
sealed interface Json {

    /** How Go's messages call it. */
    String goKind();

    /** Members in their order, also those that share a name. */
    record Obj(List<Member> members) implements Json {
        public Obj {
            members = List.copyOf(members);
        }

        @Override
        public String goKind() {
            return "object";
        }
    }

    record Member(String name, Json value) {}

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }

        @Override
        public String goKind() {
            return "array";
        }
    }

    record Str(String value) implements Json {
        @Override
        public String goKind() {
            return "string";
        }
    }

    /** A number as it was written. */
    record Num(String text) implements Json {
        @Override
        public String goKind() {
            return "number " + text;
        }
    }

    record Bool(boolean value) implements Json {
        @Override
        public String goKind() {
            return "bool";
        }
    }

    record Null() implements Json {
        @Override
        public String goKind() {
            return "null";
        }
    }

    /**
     * Reads the first value; what follows it is not looked at.
     *
     * @throws ApiError 400 if there is none, or it is broken off or malformed
     */
    static Json firstOf(String body) throws ApiError {
        try (JsonParser parser = Reading.FACTORY.createParser(ObjectReadContext.empty(), body)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw ApiError.badBody("EOF");
            }
            return Reading.value(parser, first);
        } catch (UnexpectedEndOfInputException e) {
            throw ApiError.badBody("unexpected EOF");
        } catch (JacksonException e) {
            throw ApiError.badBody(String.valueOf(e.getOriginalMessage()));
        }
    }

    /** The walk over the tokens; nesting is bounded by the parser. */
    final class Reading {

        private static final JsonFactory FACTORY = new JsonFactory();

        private Reading() {}

        private static Json value(JsonParser parser, @Nullable JsonToken token) throws ApiError {
            if (token == null) {
                throw ApiError.badBody("unexpected EOF");
            }
            return switch (token) {
                case START_OBJECT -> object(parser);
                case START_ARRAY -> array(parser);
                case VALUE_STRING -> new Str(parser.getString());
                case VALUE_TRUE -> new Bool(true);
                case VALUE_FALSE -> new Bool(false);
                case VALUE_NULL -> new Null();
                default -> new Num(parser.getString());
            };
        }

        private static Json object(JsonParser parser) throws ApiError {
            List<Member> members = new ArrayList<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                members.add(new Member(name, value(parser, parser.nextToken())));
            }
            return new Obj(members);
        }

        private static Json array(JsonParser parser) throws ApiError {
            List<Json> items = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                items.add(value(parser, token));
            }
            return new Arr(items);
        }
    }
}
