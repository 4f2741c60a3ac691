package dev.blackstart.document;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plain scalars of YAML 1.1 (https://yaml.org/type/), with the reading that PyYAML's safe loader gives them. */
final class YamlScalars {
    private static final Set<String> TRUE = Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");

    private static final String SIXTIES = "(?::[0-5]?[0-9])+";
    private static final Pattern INTEGER =
            Pattern.compile("[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*" + SIXTIES + ")");
    // An exponent counts only with its sign, and only after a dot: 1e3 and 1.0e3 are text, 1.0e+3 is a number.
    private static final Pattern FLOAT = Pattern.compile("[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
            + "|[-+]?[0-9][0-9_]*" + SIXTIES + "\\.[0-9_]*"
            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME = Pattern.compile(
            "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \\t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]*))?"
                    + "(?:[ \\t]*(Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?");

    private YamlScalars() {}

    /**
     * Boolean, Long, BigInteger, Double, null or String; dates and times as ISO text.
     *
     * @throws IllegalArgumentException for what PyYAML cannot construct, such as the 45th of May
     */
    static @Nullable Object resolve(String text) {
        if (NULL.contains(text)) {
            return null;
        }
        char first = text.charAt(0);
        if (Character.isLetter(first)) {
            return TRUE.contains(text) ? (Object) true : FALSE.contains(text) ? (Object) false : text;
        }
        if (first == '=' && text.length() == 1 || text.equals("<<")) {
            throw new IllegalArgumentException(
                    "a lone " + text + " has a meaning of its own in YAML; put it in quotes");
        }
        if ("+-.0123456789".indexOf(first) < 0) {
            return text;
        }
        if (FLOAT.matcher(text).matches()) {
            return floating(text);
        }
        if (INTEGER.matcher(text).matches()) {
            return integer(text);
        }
        return isTimestamp(text) ? timestamp(text) : text;
    }

    static boolean isTimestamp(String text) {
        return DATE.matcher(text).matches() || TIME.matcher(text).matches();
    }

    private static Object integer(String text) {
        String digits = text.replace("_", "");
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        BigInteger value;
        try {
            if (digits.startsWith("0b")) {
                value = new BigInteger(digits.substring(2), 2);
            } else if (digits.startsWith("0x")) {
                value = new BigInteger(digits.substring(2), 16);
            } else if (digits.contains(":")) {
                value = BigInteger.ZERO;
                for (String part : digits.split(":")) {
                    value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
                }
            } else {
                value = new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number", e);
        }
        value = negative ? value.negate() : value;
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private static Double floating(String text) {
        String digits = text.replace("_", "");
        double sign = digits.startsWith("-") ? -1 : 1;
        if (digits.startsWith("-") || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        if (digits.equalsIgnoreCase(".inf")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (digits.equalsIgnoreCase(".nan")) {
            return Double.NaN;
        }
        double value = 0;
        for (String part : digits.split(":")) {
            value = value * 60 + Double.parseDouble(part);
        }
        return sign * value;
    }

    /** As Python's isoformat writes it. */
    private static String timestamp(String text) {
        try {
            Matcher time = TIME.matcher(text);
            if (!time.matches()) {
                return LocalDate.parse(text).toString();
            }
            LocalDateTime moment = LocalDateTime.of(
                    part(time, 1), part(time, 2), part(time, 3), part(time, 4), part(time, 5), part(time, 6));
            String fraction = time.group(7);
            if (fraction != null && !fraction.isEmpty()) {
                moment = moment.withNano(Integer.parseInt((fraction + "000000").substring(0, 6)) * 1000);
            }
            String written = moment.format(DateTimeFormatter.ofPattern(
                    moment.getNano() == 0 ? "uuuu-MM-dd'T'HH:mm:ss" : "uuuu-MM-dd'T'HH:mm:ss.SSSSSS"));
            return written + zone(time);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' looks like a date but is none; put it in quotes", e);
        }
    }

    private static String zone(Matcher time) {
        if (time.group(8) == null) {
            return "";
        }
        if (time.group(8).equals("Z")) {
            return "+00:00";
        }
        int minutes = part(time, 10) * 60 + (time.group(11) == null ? 0 : part(time, 11));
        int sign = time.group(9).equals("-") ? -1 : 1;
        String id = ZoneOffset.ofTotalSeconds(sign * minutes * 60).getId();
        return id.equals("Z") ? "+00:00" : id;
    }

    private static int part(Matcher time, int group) {
        return Integer.parseInt(time.group(group));
    }
}
