package dev.blackstart.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final FullDisk disk = new FullDisk();
    private final Journal journal = new Journal(new RunClock(), disk);

    /** Takes two lines and then no more. */
    private static final class FullDisk extends Writer {
        private int lines;
        private int refused;

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            if (lines == 2) {
                refused++;
                throw new IOException("No space left on device");
            }
            lines += new String(text, offset, length).endsWith("\n") ? 1 : 0;
        }

        @Override
        public void flush() {}

        @Override
        public void close() throws IOException {
            throw new IOException("No space left on device");
        }
    }

    @Test
    void add_diskIsFull_keepsTheEventsTellsTheListenersAndThrowsNothing() {
        // Given
        List<Entry> heard = new ArrayList<>();
        journal.listen(heard::add);

        // When
        for (int i = 0; i < 5; i++) {
            journal.sink(Arm.RUN).add(new Event.FaultInjected("f" + i));
        }
        journal.close();

        // Then
        assertThat(journal.entries()).hasSize(5).isEqualTo(heard);
        assertThat(journal.failure()).contains("event 3 could not be written: No space left on device");
        assertThat(disk.refused).as("attempts after the first").isEqualTo(1);
    }

    @Test
    void failure_everythingWasWritten_isEmpty() {
        // When
        journal.sink(Arm.RUN).add(new Event.RunEnded());

        // Then
        assertThat(journal.failure()).isEmpty();
    }
}
