package dev.blackstart.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Json;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.ExperimentReader;
import dev.blackstart.playbook.PlaybookReader;
import dev.blackstart.slo.ObjectiveReader;
import dev.blackstart.topology.TopologyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keeps docs/reference/files.md as the readers are: each says of a member that it does not know which ones it would have known, in
 * every mapping of the page's examples.
 */
class FilesDocTest {
    private static final Path PAGE = Path.of("../docs/reference/files.md");
    private static final String STRANGER = "zz-stranger";
    private static final Pattern KNOWN =
            Pattern.compile("unknown member '" + STRANGER + "'; known: (.*?)(?: \\(did you mean .*)?");
    private static final Pattern HEADING = Pattern.compile("### (?:`([^`]+)`|top)");
    private static final Pattern MEMBER = Pattern.compile("`([^`]+)`");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    /** What stands there is an activity, of which members that nobody knows are ignored, as in Chaos Toolkit. */
    private static final String OPEN = "steps[]";

    private static final Map<String, BiConsumer<Path, List<Problem>>> READERS = Map.of(
            "Experiment",
            (file, problems) ->
                    problems.addAll(ExperimentReader.read(file, "x.json").problems()),
            "Topology",
            (file, problems) -> TopologyReader.read(file, "x.json", problems),
            "SLO",
            (file, problems) -> ObjectiveReader.read(Documents.read(file, "x.json"), file, problems),
            "Playbook",
            (file, problems) -> PlaybookReader.read(file, "x.json", problems),
            "blackstart.yaml",
            (file, problems) -> {
                Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
                SettingsReader.read(
                        folder, folder, new Settings.Choice(Optional.of("x.json"), Optional.empty()), problems);
            });

    @TempDir
    private Path folder;

    private static String section(String title) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("\n## " + title + "\n") + 1;
        int end = page.indexOf("\n## ", start);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    /** The members of each mapping as the page has them. */
    private static Map<String, Set<String>> shown(String section) {
        Map<String, Set<String>> shown = new TreeMap<>();
        String mapping = "";
        for (String line : section.lines().toList()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                mapping = heading.group(1) == null ? "" : heading.group(1);
                shown.put(mapping, new TreeSet<>());
            } else if (line.startsWith("| `")) {
                Set<String> members = shown.computeIfAbsent(mapping, name -> new TreeSet<>());
                MEMBER.matcher(line.split("\\|", -1)[1])
                        .results()
                        .map(cell -> cell.group(1))
                        .forEach(members::add);
            }
        }
        return shown;
    }

    private static List<Object> examples(String title) throws IOException {
        List<Object> examples = new ArrayList<>();
        for (MatchResult block : EXAMPLE.matcher(section(title)).results().toList()) {
            Object plain = Objects.requireNonNull(
                    Documents.parse("page", block.group(1), Format.YAML).plain());
            examples.add(
                    title.equals("Experiment")
                            ? Map.of(
                                    "title", "t", "description", "d", "method", List.of(), "extensions", List.of(plain))
                            : plain);
        }
        return examples;
    }

    private List<Problem> read(String title, @Nullable Object plain) {
        try {
            Path file = Files.writeString(folder.resolve("x.json"), Json.pretty(plain));
            List<Problem> problems = new ArrayList<>();
            Objects.requireNonNull(READERS.get(title)).accept(file, problems);
            return problems;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The members that the readers know, of each mapping in which a stranger is a problem. */
    private Map<String, Set<String>> known(String title) throws IOException {
        Map<String, Set<String>> known = new TreeMap<>();
        for (Object example : examples(title)) {
            for (Problem problem : read(title, withStrangers(example))) {
                Matcher told = KNOWN.matcher(problem.message());
                if (told.matches()) {
                    String path = problem.at().path();
                    known.computeIfAbsent(
                                    mapping(path.substring(0, Math.max(0, path.length() - STRANGER.length() - 1))),
                                    name -> new TreeSet<>())
                            .addAll(List.of(told.group(1).split(", ", -1)));
                }
            }
        }
        return known;
    }

    /** As the page calls it. */
    private static String mapping(String path) {
        return path.replaceAll("\\[\\d+]", "[]")
                .replaceAll("^(services|environments)\\.[^.]+", "$1.NAME")
                .replaceAll("^.*\\.metadata$", "metadata")
                .replaceAll("ratioMetric\\.(total|raw)", "ratioMetric.good");
    }

    private static @Nullable Object withStrangers(@Nullable Object plain) {
        if (plain instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(withStrangers(item)));
            return items;
        }
        if (!(plain instanceof Map<?, ?> map)) {
            return plain;
        }
        Map<String, @Nullable Object> members = new TreeMap<>();
        map.forEach((name, value) -> members.put(String.valueOf(name), withStrangers(value)));
        members.put(STRANGER, "text");
        return members;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Experiment", "Topology", "SLO", "Playbook", "blackstart.yaml"})
    void page_hasTheMembersThatTheReadersKnow(String title) throws IOException {
        Map<String, Set<String>> shown = shown(section(title));
        shown.remove(OPEN);
        assertThat(known(title)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Experiment", "Topology", "SLO", "Playbook", "blackstart.yaml"})
    void examplesOfThePage_areValid(String title) throws IOException {
        assertThat(examples(title))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(read(title, example)).isEmpty());
    }
}
