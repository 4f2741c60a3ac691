package dev.blackstart.journal;

import dev.blackstart.document.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code events.jsonl} back. */
public final class JournalReader {
    private JournalReader() {}

    /**
     * Reads a journal of events. A torn line, as a killed run leaves it at its end, is left out.
     *
     * @throws IOException if the file cannot be read, or a line before the last is not an event; the message has the line
     */
    public static List<Entry> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        List<Entry> entries = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isEmpty()) {
                continue;
            }
            try {
                entries.add(entry(lines.get(i)));
            } catch (RuntimeException e) {
                boolean torn = i == lines.size() - 1 || lines.get(i + 1).contains("\"type\":\"run-killed\"");
                if (!torn) {
                    throw new IOException(file + ":" + (i + 1) + ": not an event: " + e.getMessage(), e);
                }
            }
        }
        return entries;
    }

    @SuppressWarnings("unchecked")
    private static Entry entry(String line) {
        if (Json.parse(line) instanceof Map<?, ?> map) {
            return Json.toRecord(Entry.class, (Map<String, Object>) map);
        }
        throw new IllegalArgumentException("not an object");
    }
}
