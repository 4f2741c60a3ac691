package dev.blackstart.report;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
final class Words {
    private Words() {}

    /** {@code 1.14 s}, {@code 26.0 s}, {@code 2 min 5 s}. */
    static String seconds(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.2f s", seconds);
        }
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    /** How long one exchange took: {@code 201.3 ms}, from a second on as {@link #seconds}. */
    static String took(Duration duration) {
        return duration.toMillis() < 1_000
                ? String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6)
                : seconds(duration);
    }

    /** {@code 97.3 kB/s}. */
    static String value(double value, String unit) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.1f %s" : "%.0f %s", value, unit);
    }

    /** {@code 12 %}, {@code 99.4 %}. */
    static String percent(double ratio) {
        double percent = ratio * 100;
        return percent >= 10 && percent <= 90
                ? String.format(Locale.ROOT, "%.0f %%", percent)
                : String.format(Locale.ROOT, "%.1f %%", percent);
    }

    /** A sentence within another one: without its capital. */
    static String inside(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
