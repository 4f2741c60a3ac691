package dev.blackstart.ledger;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a ledger: {@code {"crc32":"0a1b2c3d","entry":{…}}}, the checksum over the entry's bytes. Every write goes to the end, so
 * that a torn line can only be the last, and says nothing of a deed: those come after their lines. A line that is damaged otherwise is
 * skipped, and counted.
 */
final class LedgerFile implements AutoCloseable {
    private static final String BEFORE_SUM = "{\"crc32\":\"";
    private static final String BEFORE_ENTRY = "\",\"entry\":";
    private static final String AFTER_ENTRY = "}";
    private static final int SUM_LENGTH = 8;

    /** No channel: an interrupted thread that touches one closes it, for everybody. */
    private final RandomAccessFile file;

    LedgerFile(Path file) throws IOException {
        this(new RandomAccessFile(file.toFile(), "rw"));
    }

    LedgerFile(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Writes one line, all of it or none.
     *
     * @param durable whether it must be on the disk before this returns
     */
    synchronized void append(LedgerEntry entry, boolean durable) throws IOException {
        byte[] line = (line(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        long before = file.length();
        try {
            file.seek(before);
            file.write(line);
        } catch (IOException e) {
            // A disk that is full may have taken half of it, and what follows half a line is lost to every reader.
            file.setLength(before);
            throw e;
        }
        if (durable) {
            file.getFD().sync();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    /**
     * What a ledger holds.
     *
     * @param damaged the numbers, from 1, of lines that are not as they were written; a torn last one is not among them
     */
    record Content(List<LedgerEntry> entries, List<Integer> damaged) {
        boolean isEmpty() {
            return entries.isEmpty() && damaged.isEmpty();
        }
    }

    /** Every line that is as it was written; nothing when there is no file. */
    static Content read(Path file) throws IOException {
        Content content = new Content(new ArrayList<>(), new ArrayList<>());
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return content;
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            LedgerEntry entry = entry(lines.get(i));
            boolean torn = i == lines.size() - 1 && !text.endsWith("\n");
            if (entry != null) {
                content.entries().add(entry);
            } else if (!torn) {
                content.damaged().add(i + 1);
            }
        }
        return content;
    }

    static String line(LedgerEntry entry) {
        String text = Json.compact(Json.fromRecord((Record) entry));
        return BEFORE_SUM + sum(text) + BEFORE_ENTRY + text + AFTER_ENTRY;
    }

    static @Nullable LedgerEntry entry(String line) {
        int begin = BEFORE_SUM.length() + SUM_LENGTH + BEFORE_ENTRY.length();
        if (line.length() <= begin || !line.startsWith(BEFORE_SUM) || !line.endsWith(AFTER_ENTRY)) {
            return null;
        }
        String text = line.substring(begin, line.length() - AFTER_ENTRY.length());
        if (!line.startsWith(sum(text), BEFORE_SUM.length())) {
            return null;
        }
        try {
            return Json.parse(text) instanceof Map<?, ?> map ? understood(named(map)) : null;
        } catch (DocumentInvalid e) {
            return null;
        }
    }

    /** A later version may have written it: its line is whole, but what it means is not known here. */
    private static LedgerEntry understood(Map<String, @Nullable Object> entry) {
        try {
            return Json.toRecord(LedgerEntry.class, entry);
        } catch (IllegalArgumentException e) {
            Optional<String> fault = entry.get("fault") instanceof Map<?, ?> intended
                    ? Optional.ofNullable(intended.get("id")).map(String::valueOf)
                    : Optional.empty();
            return new LedgerEntry.NotUnderstood(String.valueOf(entry.get("type")), fault);
        }
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> map) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    private static String sum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
