package dev.blackstart.tolerance;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Translates Python's regular expressions (the re module's syntax for text) to Java's. */
final class PythonRegex {
    private static final Pattern REPEAT = Pattern.compile("\\{(\\d*)(,?)(\\d*)}");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?([aiLmsux]*)(-[imsx]+)?([:)])");
    private static final Pattern NAMED = Pattern.compile("\\(\\?P(<|=)([^\\W\\d]\\w*)[>)]");
    private static final String ESCAPES_KEPT = "AbBdDsSwWafnrtx";

    private final String python;
    private final StringBuilder java = new StringBuilder();
    private final Map<String, String> names = new HashMap<>();
    private int at;
    private boolean ascii;

    private PythonRegex(String python) {
        this.python = python;
    }

    /** @throws IllegalArgumentException when it is not a regular expression, or one that Java has no equal for */
    static Pattern compile(String python) {
        PythonRegex translation = new PythonRegex(python);
        translation.translate();
        try {
            // Python knows one line end only, and its classes are those of Unicode.
            int flags = Pattern.UNIX_LINES | (translation.ascii ? 0 : Pattern.UNICODE_CHARACTER_CLASS);
            return Pattern.compile(translation.java.toString(), flags);
        } catch (PatternSyntaxException e) {
            throw translation.wrong(e.getDescription());
        }
    }

    private void translate() {
        while (at < python.length()) {
            char c = python.charAt(at);
            switch (c) {
                case '\\' -> escape(false);
                case '[' -> characterClass();
                case '{' -> brace();
                case '(' -> group();
                default -> copy(1);
            }
        }
    }

    private void group() {
        if (!python.startsWith("(?", at)) {
            copy(1);
            return;
        }
        if (python.startsWith("(?#", at)) {
            int end = python.indexOf(')', at);
            at = end < 0 ? python.length() : end + 1;
            return;
        }
        Matcher named = NAMED.matcher(python).region(at, python.length());
        if (named.lookingAt()) {
            boolean back = named.group(1).equals("=");
            String name = javaName(named.group(2), back);
            java.append(back ? "\\k<" + name + ">" : "(?<" + name + ">");
            at = named.end();
            return;
        }
        Matcher flags = FLAGS.matcher(python).region(at, python.length());
        if (flags.lookingAt()) {
            flags(flags);
            return;
        }
        char kind = at + 2 < python.length() ? python.charAt(at + 2) : ')';
        char next = at + 3 < python.length() ? python.charAt(at + 3) : ')';
        if (kind == '(') {
            throw wrong("a condition (?(…)…|…) is not supported here");
        }
        if (kind == 'P' || (kind == '<' && next != '=' && next != '!') || "=!<>".indexOf(kind) < 0) {
            throw wrong("unknown extension '(?" + kind + "'; a named group is written (?P<name>…)");
        }
        copy(kind == '<' ? 4 : 3);
    }

    private void flags(Matcher flags) {
        String on = flags.group(1);
        if (on.indexOf('L') >= 0) {
            throw wrong("the flag L is for bytes only");
        }
        ascii |= on.indexOf('a') >= 0;
        String kept = on.replace("a", "").replace("u", "");
        String off = flags.group(2) == null ? "" : flags.group(2);
        boolean wraps = flags.group(3).equals(":");
        if (wraps || !(kept + off).isEmpty()) {
            java.append("(?").append(kept).append(off).append(flags.group(3));
        }
        at = flags.end();
    }

    private String javaName(String name, boolean back) {
        if (back && !names.containsKey(name)) {
            throw wrong("unknown group name '" + name + "'");
        }
        if (!back && names.containsKey(name)) {
            throw wrong("the group name '" + name + "' is used twice");
        }
        // Java's names have no underscore, so ours are numbered.
        return names.computeIfAbsent(name, any -> "n" + names.size());
    }

    private void brace() {
        Matcher repeat = REPEAT.matcher(python).region(at, python.length());
        if (!repeat.lookingAt() || (repeat.group(1).isEmpty() && repeat.group(2).isEmpty())) {
            java.append("\\{");
            at++;
            return;
        }
        String least = repeat.group(1).isEmpty() ? "0" : repeat.group(1);
        java.append('{')
                .append(least)
                .append(repeat.group(2))
                .append(repeat.group(3))
                .append('}');
        at = repeat.end();
    }

    private void characterClass() {
        copy(1);
        if (python.startsWith("^", at)) {
            copy(1);
        }
        boolean first = true;
        while (at < python.length()) {
            char c = python.charAt(at);
            if (c == ']' && !first) {
                copy(1);
                return;
            }
            first = false;
            if (c == '\\') {
                escape(true);
            } else if ("[]&^# ".indexOf(c) >= 0) {
                // Java reads these as nested classes, intersections and comments.
                java.append('\\');
                copy(1);
            } else {
                copy(1);
            }
        }
        throw wrong("unterminated character set");
    }

    private void escape(boolean inClass) {
        if (at + 1 == python.length()) {
            throw wrong("it ends in a lone backslash");
        }
        char c = python.charAt(at + 1);
        if (c == '0' || (inClass && c >= '1' && c <= '7')) {
            octal();
        } else if (c == 'v') {
            replaced(2, "\\x0B");
        } else if (c == 'b' && inClass) {
            replaced(2, "\\x08");
        } else if (c == 'Z' && !inClass) {
            replaced(2, "\\z");
        } else if (c == 'u' || c == 'U') {
            int digits = c == 'u' ? 4 : 8;
            replaced(2 + digits, "\\x{" + hex(at + 2, digits) + "}");
        } else if (Character.isLetter(c) && c < 128 && ESCAPES_KEPT.indexOf(c) < 0) {
            throw wrong("bad escape \\" + c);
        } else {
            copy(2);
        }
    }

    private void octal() {
        int end = at + 1;
        while (end < python.length() && end < at + 4 && python.charAt(end) >= '0' && python.charAt(end) <= '7') {
            end++;
        }
        int value = Integer.parseInt(python.substring(at + 1, end), 8);
        replaced(end - at, "\\x{" + Integer.toHexString(value) + "}");
    }

    private String hex(int from, int digits) {
        String hex = python.substring(Math.min(from, python.length()), Math.min(from + digits, python.length()));
        if (!hex.matches("[0-9a-fA-F]{" + digits + "}")) {
            throw wrong("incomplete escape \\" + python.charAt(from - 1) + hex);
        }
        return hex;
    }

    private void copy(int length) {
        int end = Math.min(at + length, python.length());
        java.append(python, at, end);
        at = end;
    }

    private void replaced(int length, String by) {
        java.append(by);
        at += length;
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("'" + python + "' is not a regular expression of Python: " + why
                + ", near position " + Math.min(at, python.length()));
    }
}
