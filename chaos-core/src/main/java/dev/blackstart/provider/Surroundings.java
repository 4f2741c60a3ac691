package dev.blackstart.provider;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where activities are carried out. A JVM can change neither its folder nor its environment, so {@code --change-dir} and files of
 * variables arrive here.
 *
 * @param folder where child processes start and relative paths begin; absolute
 * @param environment of child processes, and of values that a file takes from the environment; complete
 */
public record Surroundings(Path folder, Map<String, String> environment) {
    public Surroundings {
        if (!folder.isAbsolute()) {
            throw new IllegalArgumentException("surroundings.folder must be absolute: " + folder);
        }
        environment = Map.copyOf(environment);
    }

    /** Those of this JVM. */
    public static Surroundings inherited() {
        return new Surroundings(Path.of("").toAbsolutePath(), System.getenv());
    }
}
