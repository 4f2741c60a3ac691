package dev.blackstart.ledger;

import dev.blackstart.document.Json;
import dev.blackstart.topology.ProcessIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** One line of a ledger: {@code <crc32 of the rest, 8 hex digits> <json>}. */
sealed interface LedgerRecord {

    /** The first line. */
    record Opened(int version, Path runFolder) implements LedgerRecord {}

    /** A process is about to be started for a replica. */
    record ProcessIntended(String replica) implements LedgerRecord {}

    /** It runs. */
    record ProcessStarted(String replica, ProcessIdentity identity) implements LedgerRecord {}

    /** A fault is about to be injected; this takes it back. */
    record FaultIntended(String fault, Undo undo) implements LedgerRecord {}

    /** A fault has been taken back. */
    record FaultDone(String fault) implements LedgerRecord {}

    /** A folder that the run made for itself. */
    record FolderOwned(Path folder) implements LedgerRecord {}

    /** With the line end. */
    static String line(LedgerRecord entry) {
        String json = Json.compact(Json.fromRecord((Record) entry));
        return checksum(json) + " " + json + "\n";
    }

    /** Empty if the line is torn, damaged, or of a kind that this version does not know. */
    @SuppressWarnings("unchecked")
    static Optional<LedgerRecord> parse(String line) {
        if (line.length() < 10 || !line.startsWith(checksum(line.substring(9)) + " ")) {
            return Optional.empty();
        }
        try {
            return Json.parse(line.substring(9)) instanceof Map<?, ?> map
                    ? Optional.of(Json.toRecord(LedgerRecord.class, (Map<String, Object>) map))
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String checksum(String json) {
        CRC32 crc = new CRC32();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
