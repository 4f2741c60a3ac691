package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README says, block by block, as a reader would who copies them. */
class ReadmeIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void ownExperiment_copiedFromTheReadme_doesWhatItSays() throws IOException {
        // Given
        List<Page.Block> blocks = Page.of("README.md").blocks("An experiment of your own");
        assertThat(blocks).extracting(Page.Block::language).contains("java", "yaml", "sh", "text");
        Command command = new Command(folder);
        command.writeLauncher();
        Path script = Files.writeString(folder.resolve("copied"), script(blocks));
        // When
        Command.Ended ended = command.await(command.start(List.of("bash", script.toString())), Duration.ofMinutes(6));
        // Then
        assertThat(ended.status()).as(ended.output()).isZero();
        String said = "";
        for (int i = 0; i < blocks.size(); i++) {
            Page.Block block = blocks.get(i);
            if (block.language().equals("sh")) {
                said = Files.readString(output(i));
            } else if (block.language().equals("text")) {
                assertThat(Page.missing(block.text(), said))
                        .as("a line of the README that is missing from: %s", said)
                        .isEmpty();
            }
        }
        for (Path run : runs()) {
            assertThat(Leftovers.of(folder, JournalReader.read(run.resolve("events.jsonl"))))
                    .isEmpty();
        }
    }

    /** Begins in the folder that stands for the checkout. */
    private String script(List<Page.Block> blocks) {
        StringBuilder script = new StringBuilder("export PATH='" + System.getProperty("java.home") + "/bin':$PATH\n");
        for (int i = 0; i < blocks.size(); i++) {
            Page.Block block = blocks.get(i);
            switch (block.language()) {
                case "sh" -> script.append("{\n" + block.text() + "\n} > '" + output(i) + "' 2>&1\n");
                case "text" -> {}
                default ->
                    script.append("cat > " + block.file() + " <<'END OF FILE'\n" + block.text() + "\nEND OF FILE\n");
            }
        }
        return script.toString();
    }

    private Path output(int block) {
        return folder.resolve("output-" + block);
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("shop/.blackstart/runs"))) {
            List<Path> all = runs.toList();
            assertThat(all).hasSize(2);
            return all;
        }
    }
}
