package dev.blackstart.experiment;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an activity is carried out. Values are as declared; substitution happens at the call. */
public sealed interface Provider {
    Location at();

    /** What an experiment file calls it. */
    default String type() {
        return this instanceof LocalProcess ? "process" : this instanceof Http ? "http" : "python";
    }

    /**
     * A local command.
     *
     * @param arguments a list, a mapping (flattened), a string (goes to a shell), or null for none
     * @param timeout seconds (a Number), or null for none
     */
    record LocalProcess(
            Location at,
            String path,
            @Nullable Object arguments,
            @Nullable Object timeout) implements Provider {}

    /**
     * An HTTP request.
     *
     * @param arguments a mapping or a string, or null
     * @param timeout seconds: a Number, a list of connect and read timeout, a {@code ${name}}, or null for none
     * @param verifyTls true, false, or the path of a CA file
     */
    record Http(
            Location at,
            String url,
            String method,
            @Nullable Object headers,
            @Nullable Object arguments,
            @Nullable Object timeout,
            Object verifyTls,
            int maxRetries)
            implements Provider {}

    /**
     * A function: native where Blackstart knows {@code module.func}, else in a real Python.
     *
     * @param arguments by name, located, so that a wrong one can be pointed at; null when the file has none
     * @param secrets names of the groups of secrets that it gets
     */
    record Python(Location at, String module, String func, Node.@Nullable Mapping arguments, List<String> secrets)
            implements Provider {
        public Python {
            secrets = List.copyOf(secrets);
        }

        /** The arguments without positions; empty when there are none. */
        public Map<String, @Nullable Object> plainArguments() {
            return arguments == null ? Map.of() : arguments.plain();
        }
    }
}
