package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows docs/how-to/add-a-fault.md: its driver, from outside, keeps the contract and is found. */
class AddAFaultDocIT {
    private static final Path PAGE = Path.of("../docs/how-to/add-a-fault.md");
    private static final Pattern BLOCK = Pattern.compile("```\\w+\\n// (\\S+)\\n(.*?)```", Pattern.DOTALL);

    /** What an IDE or a build does. */
    private static final String RUN = """
            import dev.blackstart.fault.FaultDrivers;
            import org.junit.platform.engine.discovery.DiscoverySelectors;
            import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
            import org.junit.platform.launcher.core.LauncherFactory;
            import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

            public class Run {
                public static void main(String[] arguments) {
                    FaultDrivers.installed().forEach(driver -> System.out.println("installed: " + driver.type().func()));
                    SummaryGeneratingListener listener = new SummaryGeneratingListener();
                    LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
                            .selectors(DiscoverySelectors.selectClass("org.example.FreezeDriverContractTest"))
                            .build(), listener);
                    listener.getSummary().getFailures().forEach(failure -> System.out.println(
                            "red: " + failure.getTestIdentifier().getDisplayName() + " " + failure.getException()));
                    System.out.println("green: " + listener.getSummary().getTestsSucceededCount());
                    System.exit(0);
                }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void page_followedWordForWord_makesADriverThatKeepsTheContract() throws Exception {
        // Given
        List<Path> sources = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
        while (blocks.find()) {
            Path file = folder.resolve(blocks.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, blocks.group(2));
            if (file.toString().endsWith(".java")) {
                sources.add(file);
            }
        }
        assertThat(sources).hasSize(2);
        sources.add(Files.writeString(folder.resolve("Run.java"), RUN));
        compile(sources);

        // When
        Process running = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        folder + File.pathSeparator + classPath(),
                        "Run")
                .redirectErrorStream(true)
                .start();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(running.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("installed: freeze")
                .containsPattern("green: [1-9][0-9]")
                .doesNotContain("red: ");
    }

    /** What somebody has who depends on the artifacts: jars, and nothing of this module that is not in them. */
    private static String classPath() throws IOException {
        List<String> jars = new ArrayList<>();
        try (DirectoryStream<Path> built = Files.newDirectoryStream(Path.of("target"), "chaos-core-*.jar")) {
            built.forEach(jar -> jars.add(jar.toAbsolutePath().toString()));
        }
        assertThat(jars).as("the artifact and its test-jar").hasSize(2);
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (each.endsWith(".jar") && !each.contains("chaos-core-")) {
                jars.add(each);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private void compile(List<Path> sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-d", folder.toString(), "-cp", classPath(), "-proc:none"));
        sources.forEach(source -> arguments.add(source.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }
}
