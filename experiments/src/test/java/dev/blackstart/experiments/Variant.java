package dev.blackstart.experiments;

import dev.blackstart.document.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An experiment of this folder with some of its values changed. What it refers to is found from anywhere. */
final class Variant {
    private static final Path EXPERIMENTS = Path.of("").toAbsolutePath();
    private static final String EXTENSION = "extensions.0.";

    private final Map<String, @Nullable Object> document;

    private Variant(Map<String, @Nullable Object> document) {
        this.document = document;
    }

    static Variant of(String name) {
        try {
            Variant variant = new Variant(asMap(Json.parse(Files.readString(EXPERIMENTS.resolve(name)))));
            for (String reference : List.of("topology", "playbook", "alert.slo")) {
                Object file = variant.get(EXTENSION + reference);
                if (file != null) {
                    variant.with(
                            EXTENSION + reference,
                            EXPERIMENTS.resolve(file.toString()).toString());
                }
            }
            return variant;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A playbook that only tests use. */
    Variant playbook(String name) {
        return with(
                EXTENSION + "playbook",
                EXPERIMENTS
                        .resolve("src/test/resources/playbooks")
                        .resolve(name)
                        .toString());
    }

    /** Shorter waits than the original's, for experiments that wait until their end. */
    Variant hasty() {
        return with(EXTENSION + "alert.within", "4s")
                .with(EXTENSION + "recovery", Map.of("within", "4s", "hold", "3s"));
    }

    /** The only fault of the method. */
    Variant fault(String func, Map<String, Object> arguments) {
        return with("method.0.provider.func", func).with("method.0.provider.arguments", arguments);
    }

    Variant extension(String path, @Nullable Object value) {
        return with(EXTENSION + path, value);
    }

    Variant withoutExtension(String name) {
        asMap(get("extensions.0")).remove(name);
        return this;
    }

    /** Sets what a dotted path names; numbers are places in lists. */
    Variant with(String path, @Nullable Object value) {
        int dot = path.lastIndexOf('.');
        Object parent = dot < 0 ? document : get(path.substring(0, dot));
        String name = path.substring(dot + 1);
        if (parent instanceof List<?>) {
            asList(parent).set(Integer.parseInt(name), value);
        } else {
            asMap(parent).put(name, value);
        }
        return this;
    }

    private @Nullable Object get(String path) {
        Object at = document;
        for (String name : path.split("\\.")) {
            at = at instanceof List<?> list
                    ? list.get(Integer.parseInt(name))
                    : asMap(at).get(name);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    Path in(Path folder) {
        try {
            return Files.writeString(folder.resolve("experiment.json"), Json.pretty(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // what comes out of JSON
    private static Map<String, @Nullable Object> asMap(@Nullable Object value) {
        if (!(value instanceof LinkedHashMap<?, ?>)) {
            throw new IllegalArgumentException("no object: " + value);
        }
        return (Map<String, @Nullable Object>) value;
    }

    @SuppressWarnings("unchecked") // what comes out of JSON
    private static List<@Nullable Object> asList(Object value) {
        if (!(value instanceof ArrayList<?>)) {
            throw new IllegalArgumentException("no list: " + value);
        }
        return (List<@Nullable Object>) value;
    }
}
