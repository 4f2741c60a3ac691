package dev.blackstart.journal;

import dev.blackstart.document.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal of events of one run: appended one by one to {@code events.jsonl} and flushed line by line, so that what a killed run
 * had written can be read. Thread-safe. Everything that is shown or judged is a fold over it.
 *
 * <p>Whoever adds an event must be able to go on, above all with putting things right: when the file does not take an entry, the
 * journal is {@link #failure() failed}, keeps its entries in memory only, and the run says so at its end.
 */
public final class Journal implements AutoCloseable {
    private final InstantSource clock;
    private final @Nullable Writer file;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Consumer<Entry>> listeners = new CopyOnWriteArrayList<>();
    private boolean closed;
    private @Nullable String failure;

    Journal(InstantSource clock, @Nullable Writer file) {
        this.clock = clock;
        this.file = file;
    }

    /** Creates the file, which must not exist. */
    public static Journal create(Path file, InstantSource clock) throws IOException {
        return new Journal(
                clock,
                Files.newBufferedWriter(
                        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** A journal that is kept in memory only. */
    public static Journal inMemory(InstantSource clock) {
        return new Journal(clock, null);
    }

    /** Where one arm puts its events. */
    public EventSink sink(Arm arm) {
        return new EventSink() {
            @Override
            public void add(Event event) {
                append(clock.instant(), arm, event);
            }

            @Override
            public void add(Instant at, Event event) {
                append(at, arm, event);
            }
        };
    }

    /** Calls the listener, on the thread that adds it, for every entry from now on. It must be short. */
    public void listen(Consumer<Entry> listener) {
        listeners.add(listener);
    }

    /** A copy of what has been written so far. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    private void append(Instant at, Arm arm, Event event) {
        Entry entry;
        synchronized (this) {
            if (closed) {
                return;
            }
            entry = new Entry(entries.size() + 1L, at, arm, event);
            entries.add(entry);
            write(entry);
        }
        listeners.forEach(listener -> listener.accept(entry));
    }

    private void write(Entry entry) {
        if (file == null || failure != null) {
            return;
        }
        try {
            file.write(Json.compact(Json.fromRecord(entry)));
            file.write('\n');
            file.flush();
        } catch (IOException | RuntimeException e) {
            failure = "event " + entry.seq() + " could not be written: " + e.getMessage();
        }
    }

    /** Why the file does not have every event; empty while it has. */
    public synchronized Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Closes the file; later events are dropped. Idempotent, never throws: see {@link #failure()}. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            failure = failure == null ? "the file could not be closed: " + e.getMessage() : failure;
        }
    }
}
