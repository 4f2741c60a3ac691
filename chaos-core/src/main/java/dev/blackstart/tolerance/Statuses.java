package dev.blackstart.tolerance;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the status of a process or of an HTTP answer says, where no tolerance judges it. */
public final class Statuses {
    private static final int FIRST_HTTP_ERROR = 400;

    private Statuses() {}

    /**
     * Whether an output tells of success: a process that exits with 0, an HTTP answer below 400, and whatever has no status.
     *
     * @param provider its type: {@code process}, {@code http}, or another
     */
    public static Met good(String provider, @Nullable Object output) {
        if (!(output instanceof Map<?, ?> map) || !(map.get("status") instanceof Number number)) {
            return Met.YES;
        }
        long status = number.longValue();
        return switch (provider) {
            case "process" -> Met.of(status == 0, "exit status " + status);
            case "http" -> Met.of(status < FIRST_HTTP_ERROR, "status " + status);
            default -> Met.YES;
        };
    }
}
