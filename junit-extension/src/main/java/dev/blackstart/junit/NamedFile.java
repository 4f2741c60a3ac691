package dev.blackstart.junit;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file or folder that an annotation names. */
final class NamedFile {
    private NamedFile() {}

    /**
     * Looks below the working folder, then on the class path.
     *
     * @throws IllegalArgumentException if it is in neither, or in a jar
     */
    static Path find(String name, Class<?> test) {
        Path below = Path.of(name).toAbsolutePath().normalize();
        if (Files.exists(below)) {
            return below;
        }
        ClassLoader loader = test.getClassLoader();
        URL resource = loader == null ? null : loader.getResource(name.startsWith("/") ? name.substring(1) : name);
        if (resource == null) {
            throw new IllegalArgumentException("there is no " + name + ", neither below "
                    + Path.of("").toAbsolutePath() + " nor on the class path");
        }
        if (!resource.getProtocol().equals("file")) {
            throw new IllegalArgumentException(name + " is in " + resource
                    + "; it has to be a file of its own, because it names others beside it");
        }
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(resource + " is no file: " + e.getMessage(), e);
        }
    }

    /** As people name it: below the working folder, without that. */
    static String shown(Path file) {
        Path folder = Path.of("").toAbsolutePath();
        return file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
    }
}
