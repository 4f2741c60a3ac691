package dev.blackstart.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of documentation, as the blocks that a reader would copy: files to write, commands to type, output to expect. */
final class Page {
    private static final Pattern BLOCK = Pattern.compile("(?s)\n```(\\w+)\n(.*?)\n```");
    private static final Pattern FILE = Pattern.compile("`([\\w-]+\\.(?:java|yaml|json))`");

    private final String text;

    private Page(String text) {
        this.text = text;
    }

    /**
     * A block.
     *
     * @param language of its fence: {@code sh} for commands, {@code text} for output, otherwise a file
     * @param file named in the paragraph before it; empty for commands and output
     */
    record Block(String language, String file, String text) {}

    /** @param name relative to the root of the checkout */
    static Page of(String name) {
        try {
            return new Page(Files.readString(Path.of("..").resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks under a heading of the second level, in their order. */
    List<Block> blocks(String heading) {
        int from = text.indexOf("\n## " + heading + "\n");
        if (from < 0) {
            throw new IllegalArgumentException("there is no heading '" + heading + "'");
        }
        int to = text.indexOf("\n## ", from + 1);
        String section = to < 0 ? text.substring(from) : text.substring(from, to);
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(section);
        int end = 0;
        while (block.find()) {
            String language = block.group(1);
            boolean file = !language.equals("sh") && !language.equals("text");
            blocks.add(new Block(language, file ? file(section.substring(end, block.start())) : "", block.group(2)));
            end = block.end();
        }
        return blocks;
    }

    /** The file that the prose before a block names first. */
    private static String file(String prose) {
        Matcher named = FILE.matcher(prose);
        if (!named.find()) {
            throw new IllegalArgumentException("which file is this? " + prose);
        }
        return named.group(1);
    }

    /**
     * The first line of {@code expected} that {@code output} has not, in this order; empty when it has all. Measured figures, those
     * with a decimal point, may differ; {@code …} stands for anything.
     */
    static String missing(String expected, String output) {
        return missing(expected, output, true);
    }

    /** As {@link #missing(String, String)}, with the very figures. */
    static String missingAsItIs(String expected, String output) {
        return missing(expected, output, false);
    }

    private static String missing(String expected, String output, boolean otherFigures) {
        List<String> lines = output.lines().toList();
        int at = 0;
        for (String line : expected.lines().toList()) {
            if (line.isBlank() || line.strip().equals("…")) {
                continue;
            }
            Pattern pattern = pattern(line, otherFigures);
            while (at < lines.size() && !pattern.matcher(lines.get(at)).matches()) {
                at++;
            }
            if (at == lines.size()) {
                return line;
            }
            at++;
        }
        return "";
    }

    private static Pattern pattern(String line, boolean otherFigures) {
        String quoted = Pattern.quote(line).replace("…", "\\E.*\\Q");
        String measured = "(\\d+:)?\\d+\\.\\d+";
        return Pattern.compile(
                otherFigures
                        ? quoted.replaceAll(measured, Matcher.quoteReplacement("\\E" + measured + "\\Q"))
                        : quoted);
    }
}
