package dev.blackstart.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as text: {@code 250ms}, {@code 8s}, {@code 1.5s}, {@code 5m}, {@code 1h}, {@code 1m30s}. */
public final class Durations {
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);
    private static final String DIGITS = "\\d{1,15}(?:\\.\\d{1,9})?";
    private static final Pattern NUMBER = Pattern.compile(DIGITS);
    private static final BigDecimal FEW_SECONDS = BigDecimal.valueOf(100);
    private static final Pattern PART = Pattern.compile("(" + DIGITS + ")(ns|us|ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads a duration of zero or more. Units are ns, us, ms, s, m, h and d; parts follow each other without a space.
     *
     * @throws IllegalArgumentException with a message that says what would do
     */
    public static Duration parse(String text) {
        Matcher part = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (end < text.length()) {
            if (!part.find(end) || part.start() != end) {
                throw new IllegalArgumentException(complaint(text));
            }
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosIn(part.group(2)))));
            end = part.end();
        }
        if (end == 0) {
            throw new IllegalArgumentException(complaint(text));
        }
        return ofNanos(nanos, text);
    }

    /** The shortest text that {@link #parse} reads back as the same duration; negative ones begin with {@code -}. */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        if (duration.getNano() != 0) {
            return duration.getSeconds() > 0
                    ? decimal(duration, "s")
                    : decimal(
                            duration, duration.getNano() < 1_000 ? "ns" : duration.getNano() < 1_000_000 ? "us" : "ms");
        }
        long seconds = duration.getSeconds();
        if (seconds != 0 && seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** Reads what {@link #format} writes, negative ones too. */
    static Duration parseSigned(String text) {
        return text.startsWith("-") ? parse(text.substring(1)).negated() : parse(text);
    }

    private static String decimal(Duration duration, String unit) {
        return BigDecimal.valueOf(duration.getSeconds())
                        .multiply(BigDecimal.valueOf(nanosIn("s")))
                        .add(BigDecimal.valueOf(duration.getNano()))
                        .divide(BigDecimal.valueOf(nanosIn(unit)))
                        .stripTrailingZeros()
                        .toPlainString()
                + unit;
    }

    private static Duration ofNanos(BigDecimal nanos, String text) {
        BigInteger[] parts = nanos.toBigInteger().divideAndRemainder(BigInteger.valueOf(nanosIn("s")));
        if (parts[0].bitLength() > 62) {
            throw new IllegalArgumentException("'" + text + "' is longer than any run");
        }
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    }

    private static long nanosIn(String unit) {
        Long nanos = NANOS.get(unit);
        if (nanos == null) {
            throw new IllegalArgumentException("no unit of time: " + unit);
        }
        return nanos;
    }

    /**
     * What somebody probably meant who wrote a number without a unit: from 100 on milliseconds, below that seconds. Empty when it is no
     * number of zero or more.
     */
    public static Optional<String> likely(String number) {
        if (!NUMBER.matcher(number).matches()) {
            return Optional.empty();
        }
        return Optional.of(number + (new BigDecimal(number).compareTo(FEW_SECONDS) < 0 ? "s" : "ms"));
    }

    private static String complaint(String text) {
        String hint = likely(text.strip())
                .map(meant -> " (did you mean " + meant + "?)")
                .orElse("");
        return "'" + text + "' is not a duration; write a number and a unit, such as 250ms, 8s, 1.5s, 5m or 1h" + hint;
    }
}
