package dev.blackstart.engine;

import dev.blackstart.provider.ActivityFailed;
import java.util.ArrayList;
import java.util.List;

/** Exceptions as journal.json has them: lines that end in a line feed, the last one naming class and message. */
final class ExceptionLines {
    /** Frames that are kept of an unexpected exception. */
    private static final int MAX_FRAMES = 10;

    private ExceptionLines() {}

    static List<String> of(Throwable thrown) {
        if (thrown instanceof ActivityFailed) {
            // The name under which the original's tools know it; where in Blackstart it was thrown helps nobody.
            return List.of("chaoslib.exceptions.ActivityFailed: " + thrown.getMessage() + "\n");
        }
        List<String> lines = new ArrayList<>();
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
            lines.add("  at " + frames[i] + "\n");
        }
        lines.add(thrown + "\n");
        return lines;
    }
}
