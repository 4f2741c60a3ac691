package dev.blackstart.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventStatistics;

/** Links inside the JVM on a machine that has no {@code setsid}, and where no process can be looked at. */
@Timeout(120)
class NothingButJavaIT {
    @TempDir
    private Path folder;

    /** Runs the tests of {@link InJvmLinkIT} in this JVM, and says how many succeeded. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(InJvmLinkIT.class))
                    .execute()
                    .testEvents()
                    .debug(System.out)
                    .assertStatistics((EventStatistics statistics) ->
                            statistics.failed(0).aborted(0).skipped(0));
            System.out.println("none failed; /proc has " + new File("/proc").list().length + " entries, PATH is "
                    + System.getenv("PATH"));
            System.exit(0);
        }
    }

    @Test
    void inJvmLinks_withoutSetsid_andWithProcHidden_work() throws Exception {
        // Given: as root also without /proc, by which the launcher would find its own libraries
        Path home = Path.of(System.getProperty("java.home"));
        List<String> java = List.of(
                home.resolve("bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        boolean hides = "root".equals(System.getProperty("user.name")) && Files.exists(Path.of("/usr/bin/unshare"));
        ProcessBuilder builder = new ProcessBuilder(java);
        if (hides) {
            builder.command(
                    "/usr/bin/unshare",
                    "--mount",
                    "/bin/sh",
                    "-c",
                    "/bin/mount -t tmpfs none /proc && exec \"$@\"",
                    "sh");
            builder.command().addAll(java);
        }
        builder.environment().put("PATH", "/nonexistent");
        builder.environment().put("LD_LIBRARY_PATH", home.resolve("lib") + ":" + home.resolve("lib/server"));
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        Path said = folder.resolve("said.txt");

        // When
        Process tests =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        boolean ended = tests.waitFor(90, TimeUnit.SECONDS);
        tests.destroyForcibly();

        // Then
        String text = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        assertThat(tests.exitValue()).as(text).isZero();
        assertThat(text).contains("none failed").contains("PATH is /nonexistent");
        if (hides) {
            assertThat(text).contains("/proc has 0 entries");
        }
    }
}
