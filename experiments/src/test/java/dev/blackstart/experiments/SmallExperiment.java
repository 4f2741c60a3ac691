package dev.blackstart.experiments;

import dev.blackstart.document.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An experiment on two small servers, of which one calls the other: starts quickly, does what its method says, and ends. */
final class SmallExperiment {
    private static final String SERVER = "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx16m -XX:-UsePerfData -cp "
            + Path.of("target/test-classes").toAbsolutePath() + " dev.blackstart.experiments.SmallServer {port:8080}";

    private final List<Object> method = new ArrayList<>();
    private final Map<String, Object> experiment = new LinkedHashMap<>();
    private final Map<String, Object> extension = new LinkedHashMap<>();

    SmallExperiment fault(String func, String on, String... more) {
        Map<String, Object> arguments = new LinkedHashMap<>(Map.of("on", on));
        for (int i = 0; i < more.length; i += 2) {
            arguments.put(more[i], more[i + 1]);
        }
        return function("blackstart.fault", func, arguments);
    }

    SmallExperiment function(String module, String func, Map<String, Object> arguments) {
        method.add(Map.of(
                "type",
                "action",
                "name",
                func,
                "provider",
                Map.of("type", "python", "module", module, "func", func, "arguments", arguments)));
        return this;
    }

    SmallExperiment process(String path, String... arguments) {
        method.add(Map.of(
                "type",
                "action",
                "name",
                path,
                "provider",
                Map.of("type", "process", "path", path, "arguments", List.of(arguments))));
        return this;
    }

    /** A member of the file itself. */
    SmallExperiment member(String name, Object value) {
        experiment.put(name, value);
        return this;
    }

    /** A member of its extension. */
    SmallExperiment extension(String name, Object value) {
        extension.put(name, value);
        return this;
    }

    /** So that there is time to do something to it. */
    SmallExperiment stay() {
        return process("sleep", "600");
    }

    /** Writes its files; returns the experiment's. */
    String in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("topology.yaml"), """
                services:
                  kv:
                    x-blackstart: {process: "SERVER", ready: "http:8080"}
                  api:
                    x-blackstart: {process: "SERVER", ready: "http:8080", links: ["kv:8080"]}
                """.replace("SERVER", SERVER));
        extension.putAll(Map.of("name", "blackstart", "topology", "topology.yaml"));
        experiment.putAll(Map.of(
                "title", "Small", "description", "For tests.", "method", method, "extensions", List.of(extension)));
        return Files.writeString(folder.resolve("small.json"), Json.pretty(experiment))
                .toString();
    }
}
