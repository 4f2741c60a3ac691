package dev.blackstart.fault.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where libfaketime is, if it is installed. */
final class Faketime {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    /** The one for programs with many threads. */
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private Faketime() {}

    /** Looks anew each time. */
    static Optional<Path> library() {
        Path plain = LIBRARIES.resolve(LIBRARY);
        if (Files.isReadable(plain)) {
            return Optional.of(plain);
        }
        // On Debian and its kin, libraries lie in a folder for each architecture.
        try (DirectoryStream<Path> architectures = Files.newDirectoryStream(LIBRARIES, "*-linux-gnu*")) {
            for (Path architecture : architectures) {
                if (Files.isReadable(architecture.resolve(LIBRARY))) {
                    return Optional.of(architecture.resolve(LIBRARY));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
