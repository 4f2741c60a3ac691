package dev.blackstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this is, for journals and {@code --version}. */
public final class Version {
    /** The version of the journal of events and of the extension that this code reads and writes. */
    public static final int FORMAT = 1;

    private Version() {}

    /** Such as {@code 0.1.0-SNAPSHOT (1fb802a)}; the commit is there only when the launcher built it. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        String commit = commit();
        return (version == null ? "development" : version) + (commit.isEmpty() ? "" : " (" + commit + ")");
    }

    private static String commit() {
        String home = System.getProperty("blackstart.home");
        if (home == null) {
            return "";
        }
        try {
            return Files.readString(Path.of(home, "commit")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
