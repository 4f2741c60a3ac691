package dev.blackstart.heal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FileAttributesTest {
    @Test
    void said_programThatEnds_isWhatItSaid() {
        assertThat(FileAttributes.said("sh", "-c", "echo yes")).contains("yes\n");
        assertThat(FileAttributes.said("sh", "-c", "echo no; exit 1")).isEmpty();
        assertThat(FileAttributes.said("no-such-program-anywhere")).isEmpty();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void said_outputThatDoesNotEnd_isNotWaitedFor() {
        assertThat(FileAttributes.said("sh", "-c", "echo yes; exec sleep 20")).isEmpty();
    }
}
