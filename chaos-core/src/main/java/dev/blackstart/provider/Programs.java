package dev.blackstart.provider;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the programs that process activities name. */
public final class Programs {
    private Programs() {}

    /** The program of this name: a path (with {@code ~}), or a name looked up on the PATH. Empty when it cannot be executed. */
    public static Optional<Path> find(String name, Surroundings surroundings) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (name.contains("/")) {
            return Optional.of(surroundings.folder().resolve(home(name, surroundings)))
                    .filter(Programs::executable);
        }
        for (String folder :
                surroundings.environment().getOrDefault("PATH", "/bin:/usr/bin").split(":", -1)) {
            Path candidate = surroundings.folder().resolve(folder).resolve(name);
            if (executable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static String home(String name, Surroundings surroundings) {
        String home = surroundings.environment().get("HOME");
        return name.startsWith("~/") && home != null ? home + name.substring(1) : name;
    }

    private static boolean executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
