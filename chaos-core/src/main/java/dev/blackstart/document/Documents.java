package dev.blackstart.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads JSON and YAML to a located tree: the first step of every file that a user writes. */
public final class Documents {
    /** Deepest nesting of mappings and lists that is read. */
    public static final int MAX_DEPTH = 200;

    /** Most values that one document may have, aliases counted as often as they are used. */
    public static final int MAX_VALUES = 500_000;

    /** Longest file that is read. */
    public static final int MAX_BYTES = 32 << 20;

    private Documents() {}

    /**
     * Reads a file whose name ends in {@code .json}, {@code .yaml} or {@code .yml}. Blocks until it is read.
     *
     * @param shownAs how problems name the file; as the user wrote it
     * @throws DocumentInvalid when it does not exist, cannot be read, is longer than {@link #MAX_BYTES}, or is not what its name says
     */
    public static Node read(Path file, String shownAs) {
        Location whole = new Location(shownAs, 0, 0, "");
        if (!Files.exists(file)) {
            throw new DocumentInvalid(whole, "there is no file of this name" + similar(file));
        }
        if (Files.isDirectory(file)) {
            throw new DocumentInvalid(whole, "this is a folder; a .json, .yaml or .yml file is needed");
        }
        Format format = formatOf(shownAs)
                .or(() -> formatOf(file.toString()))
                .orElseThrow(() -> new DocumentInvalid(whole, "only files named *.json, *.yaml or *.yml can be read"));
        return parse(shownAs, text(file, whole), format);
    }

    /**
     * Reads a text.
     *
     * @param shownAs how problems name it
     * @throws DocumentInvalid when the text is not what {@code format} says, or deeper than {@link #MAX_DEPTH}
     */
    public static Node parse(String shownAs, String text, Format format) {
        if (text.isBlank()) {
            throw new DocumentInvalid(new Location(shownAs, 0, 0, ""), "is empty");
        }
        return switch (format) {
            case JSON -> new JsonTree(shownAs, text).read();
            case YAML -> new YamlTree(shownAs, text).read();
        };
    }

    /** The notation that a file name promises by its ending (lower-case only, as Chaos Toolkit has it). */
    public static Optional<Format> formatOf(String fileName) {
        if (fileName.endsWith(".json")) {
            return Optional.of(Format.JSON);
        }
        return fileName.endsWith(".yaml") || fileName.endsWith(".yml") ? Optional.of(Format.YAML) : Optional.empty();
    }

    private static String text(Path file, Location whole) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new DocumentInvalid(whole, "is " + size + " bytes long; at most " + MAX_BYTES + " are read");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DocumentInvalid(whole, "is not UTF-8 text");
        } catch (IOException e) {
            throw new DocumentInvalid(whole, "cannot be read: " + e.getMessage());
        }
    }

    private static String similar(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Path name = file.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return "";
        }
        try (var beside = Files.list(folder)) {
            return Suggestions.didYouMean(
                    name.toString(),
                    beside.limit(1000)
                            .map(each -> String.valueOf(each.getFileName()))
                            .toList());
        } catch (IOException e) {
            return "";
        }
    }
}
