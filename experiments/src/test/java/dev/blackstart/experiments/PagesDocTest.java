package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show comes from where they say, and what they point to is there. */
class PagesDocTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PICTURES = ROOT.resolve("docs/pictures");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void consoleOutput_inTheReadme_isThatOfTheRecordedRun() throws IOException {
        String recorded = Files.readString(PICTURES.resolve("kv-brownout.txt"));

        List<Page.Block> shown = Page.of("README.md").blocks("What you see");

        assertThat(shown)
                .singleElement()
                .satisfies(block ->
                        assertThat(Page.missingAsItIs(block.text(), recorded)).isEmpty());
    }

    @Test
    void pictureOfTheTwoArms_isDrawnFromItsData() throws IOException, InterruptedException {
        Path drawn = folder.resolve("drawn.svg");

        Process drawing = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        PICTURES.resolve("TwoArms.java").toString(),
                        "draw",
                        PICTURES.resolve("two-arms.csv").toString())
                .redirectOutput(drawn.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(drawing.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(drawn).hasSameTextualContentAs(PICTURES.resolve("two-arms.svg"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "docs/architecture.md",
                "docs/not-run.md",
                "docs/reference/faults.md",
                "docs/reference/files.md",
                "docs/reference/junit.md",
                "docs/tutorial/README.md",
                "docs/explanation/why-not-toxiproxycontainer.md",
                "docs/how-to/junit-containers.md",
                "docs/how-to/junit-topology.md",
                "docs/how-to/add-a-fault.md",
                "docs/how-to/limit-an-experiment.md"
            })
    void links_ofAPage_leadSomewhere(String page) throws IOException {
        Path file = ROOT.resolve(page);
        Matcher link = LINK.matcher(Files.readString(file));

        while (link.find()) {
            assertThat(file.resolveSibling(link.group(1))).exists();
        }
    }
}
