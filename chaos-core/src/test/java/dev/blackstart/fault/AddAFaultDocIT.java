package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Follows docs/how-to/add-a-fault.md: its driver, from outside, keeps the contract and is found. */
class AddAFaultDocIT {
    private static final Path PAGE = Path.of("../docs/how-to/add-a-fault.md");
    private static final Pattern BLOCK = Pattern.compile("```\\w+\\n// (\\S+)\\n(.*?)```", Pattern.DOTALL);

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
        compile(sources);

        // When
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader outside =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(outside);
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass("org.example.FreezeDriverContractTest"))
                                    .build(),
                            listener);
            // Then
            assertThat(FaultDrivers.installed())
                    .extracting(driver -> driver.type().func())
                    .contains("freeze");
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(listener.getSummary().getFailures())
                .extracting(failure -> failure.getTestIdentifier().getDisplayName() + " " + failure.getException())
                .isEmpty();
        assertThat(listener.getSummary().getTestsSucceededCount()).isGreaterThan(10);
    }

    private void compile(List<Path> sources) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"));
        sources.forEach(source -> arguments.add(source.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }
}
