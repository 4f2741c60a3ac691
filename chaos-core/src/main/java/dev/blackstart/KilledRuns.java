package dev.blackstart;

import dev.blackstart.document.Json;
import dev.blackstart.heal.Halt;
import dev.blackstart.heal.Heal;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.JournalReader;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.report.ChaosToolkitJournal;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The runs of this user on this machine, from outside: finds those that died without ending, puts right what they left and says so in
 * their journals; ends those that live.
 */
public final class KilledRuns {
    private KilledRuns() {}

    /** Every run that has not ended in order, the living ones included. Changes nothing. */
    public static List<Heal.Found> find() {
        return new Heal(Ledgers.ofUser()).find();
    }

    /** Puts right what dead runs have left; blocks for about two seconds a run at most. */
    public static List<Heal.Healed> heal() {
        return new Heal(Ledgers.ofUser()).heal(KilledRuns::mark);
    }

    /** Ends every living run, in five seconds and some, if need be by killing it; then {@link #heal} has something to do. */
    public static List<Halt.Ended> endLiving() {
        return new Halt(Ledgers.ofUser(), new RunClock()).endLiving();
    }

    /** Refuses new runs from now on, also those that are being started, and ends the living ones as {@link #endLiving} does. */
    public static List<Halt.Ended> halt() {
        Ledgers.ofUser().halt(new RunClock().instant());
        return endLiving();
    }

    /** Allows new runs again; whether they were refused. */
    public static boolean lift() {
        return Ledgers.ofUser().lift();
    }

    /** Ends the journals of a run that was killed. Done twice it changes nothing. */
    static void mark(Path folder, List<String> healed) throws IOException {
        Path events = folder.resolve("events.jsonl");
        if (!Files.exists(events)) {
            return;
        }
        List<Entry> entries = new ArrayList<>(JournalReader.read(events));
        boolean over = entries.isEmpty()
                || entries.stream()
                        .anyMatch(entry ->
                                entry.event() instanceof Event.RunEnded || entry.event() instanceof Event.RunKilled);
        Path journal = folder.resolve("journal.json");
        if (over) {
            if (!entries.isEmpty() && !Files.exists(journal)) {
                write(journal, entries);
            }
            return;
        }
        Entry killed = new Entry(
                entries.get(entries.size() - 1).seq() + 1,
                new RunClock().instant(),
                Arm.RUN,
                new Event.RunKilled(healed));
        entries.add(killed);
        // A killed run may have left half a line; the new one begins on a line of its own.
        Files.writeString(
                events,
                "\n" + Json.compact(Json.fromRecord(killed)) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);
        write(journal, entries);
    }

    private static void write(Path journal, List<Entry> entries) throws IOException {
        Files.writeString(journal, Json.pretty(ChaosToolkitJournal.fold(OutcomeFold.withoutControl(entries))));
    }
}
