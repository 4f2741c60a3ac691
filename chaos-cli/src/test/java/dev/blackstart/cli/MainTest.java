package dev.blackstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command says of itself. */
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final String launchMechanism = System.getProperty(Main.LAUNCH_MECHANISM, "");

    @AfterEach
    void putBack() {
        if (launchMechanism.isEmpty()) {
            System.clearProperty(Main.LAUNCH_MECHANISM);
        } else {
            System.setProperty(Main.LAUNCH_MECHANISM, launchMechanism);
        }
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine(arguments);
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run --help", "run -h", "validate --help", "plan --help", "heal --help", "run x.json --help"})
    void everyCommand_explainsItself(String line) {
        // When
        int status = execute(line.split(" ", -1));
        // Then
        assertThat(status).isEqualTo(Main.OK);
        assertThat(out.toString()).startsWith("Usage: blackstart " + line.split(" ", -1)[0]);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void help_namesEveryCommand() {
        assertThat(execute("--help")).isEqualTo(Main.OK);
        assertThat(out.toString()).contains("run ", "validate ", "plan ", "heal ");
    }

    @Test
    void noCommand_isWrongUsage_andSaysWhatThereIs() {
        assertThat(execute()).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("Usage: blackstart ", "validate ");
    }

    @ParameterizedTest
    @CsvSource({"17, VFORK", "24, VFORK", "25, ''", "26, ''"})
    void launchMechanism_isSetWhereItIsNotDeprecated(int javaVersion, String expected) {
        // Given
        System.clearProperty(Main.LAUNCH_MECHANISM);
        // When
        Main.startProcessesQuickly(javaVersion);
        // Then
        assertThat(System.getProperty(Main.LAUNCH_MECHANISM, "")).isEqualTo(expected);
    }
}
