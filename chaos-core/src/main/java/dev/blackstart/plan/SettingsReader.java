package dev.blackstart.plan;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Documents;
import dev.blackstart.document.Fields;
import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.experiment.BlastRadius;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a settings file and chooses the environment. Every environment in it is checked, also those that are not chosen. An unknown
 * member is a problem: a limit with a slip in its name would silently not be there.
 */
final class SettingsReader {
    private static final String DEFAULT = "default";

    private final Settings.Choice choice;
    private final List<Problem> problems;

    private SettingsReader(Settings.Choice choice, List<Problem> problems) {
        this.choice = choice;
        this.problems = problems;
    }

    /**
     * The settings of a run. {@link Settings#NONE} where there is no file and none is asked for, and where there are problems.
     *
     * @param folder the working folder: the file is looked for in it and in those above it, and then from the experiment's on
     * @param experiment its file
     * @param problems is added to
     */
    static Settings read(Path folder, Path experiment, Settings.Choice choice, List<Problem> problems) {
        Optional<Path> named = choice.file().map(folder::resolve);
        Optional<Path> nearest = named.or(() -> above(folder)).or(() -> above(experiment.getParent()));
        if (nearest.isEmpty()) {
            choice.environment()
                    .ifPresent(name -> problems.add(new Problem(
                            new Location(Settings.FILE, 0, 0, ""),
                            "there is no file of this name in the working folder, the experiment's, or one above them,"
                                    + " and so no environment '" + name + "'; name the file with --settings FILE")));
            return Settings.NONE;
        }
        Path file = nearest.get();
        String shown = choice.file().orElseGet(() -> shown(folder, file));
        List<Problem> found = new ArrayList<>();
        Settings settings = Settings.NONE;
        try {
            Fields fields = Fields.of(Documents.read(file, shown), "a settings file", found);
            settings = new SettingsReader(choice, found).settings(fields);
        } catch (DocumentInvalid invalid) {
            found.addAll(invalid.problems());
        }
        problems.addAll(found);
        return found.isEmpty() ? settings : Settings.NONE;
    }

    /** The nearest one. A link that leads nowhere counts too: then limits are meant, and cannot be read. */
    private static Optional<Path> above(@Nullable Path folder) {
        return Stream.iterate(folder, Objects::nonNull, Path::getParent)
                .map(each -> each.resolve(Settings.FILE))
                .filter(each -> Files.exists(each, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    /** As short as it is from the working folder. */
    private static String shown(Path folder, Path file) {
        return folder.equals(file.getParent()) ? Settings.FILE : file.toString();
    }

    private Settings settings(Fields fields) {
        Optional<String> own = fields.text("environment");
        Map<String, Settings> environments = new LinkedHashMap<>();
        fields.mapping("environments")
                .ifPresent(all -> all.names().forEach(name -> environments.put(name, environment(name, all))));
        fields.unknown();
        if (environments.isEmpty() && choice.environment().or(() -> own).isEmpty()) {
            return Settings.NONE;
        }
        Location at = choice.environment().isPresent() ? fields.at() : fields.at("environment");
        return chosen(own, environments.keySet(), at)
                .map(name -> environments.getOrDefault(name, Settings.NONE))
                .orElse(Settings.NONE);
    }

    /** The name of the environment; empty when there is none of that name, or none is chosen, and then there is a problem. */
    private Optional<String> chosen(Optional<String> own, Set<String> known, Location at) {
        Optional<String> asked = choice.environment().or(() -> own);
        if (asked.isPresent()) {
            String name = asked.get();
            if (known.contains(name)) {
                return asked;
            }
            problems.add(new Problem(
                    at,
                    (choice.environment().isPresent() ? "--environment: " : "") + "unknown environment '" + name
                            + "'; known: " + (known.isEmpty() ? "none" : String.join(", ", known))
                            + Suggestions.didYouMean(name, known)));
            return Optional.empty();
        }
        if (known.size() == 1) {
            return known.stream().findFirst();
        }
        if (known.contains(DEFAULT)) {
            return Optional.of(DEFAULT);
        }
        problems.add(new Problem(
                at,
                "which environment is this, of " + String.join(", ", known)
                        + "? Choose with --environment NAME or 'environment: NAME', or call one '" + DEFAULT + "'"));
        return Optional.empty();
    }

    /** One that says nothing has no limits. */
    private static Settings environment(String name, Fields environments) {
        Optional<Fields> environment = environments.mapping(name);
        BlastRadius radius = environment
                .flatMap(says -> says.mapping("blast-radius"))
                .map(BlastRadius::ofEnvironment)
                .orElse(BlastRadius.UNLIMITED);
        Optional<BlastRadius.Limit<Duration>> longest =
                environment.flatMap(says -> says.mapping("lease")).flatMap(SettingsReader::longestLease);
        environment.ifPresent(Fields::unknown);
        return new Settings(Optional.of(name), radius, longest);
    }

    private static Optional<BlastRadius.Limit<Duration>> longestLease(Fields lease) {
        Optional<Duration> longest = lease.duration("longest");
        if (longest.filter(Duration::isZero).isPresent()) {
            lease.problem("longest", "longest must be longer than 0");
        }
        lease.unknown();
        return longest.map(most -> new BlastRadius.Limit<>(most, lease.at("longest")));
    }
}
