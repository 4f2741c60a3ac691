package dev.blackstart.experiment;

import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that the program of a process activity is there and can be executed. */
public final class ExecutableCheck implements ActivityCheck {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
    private final Path folder;
    private final String searchPath;

    /**
     * @param folder which relative paths start from: the working folder of the run
     * @param searchPath the value of {@code PATH}; null for none
     */
    public ExecutableCheck(Path folder, @Nullable String searchPath) {
        this.folder = folder;
        this.searchPath = searchPath == null ? "" : searchPath;
    }

    @Override
    public List<Problem> check(Activity.Definition activity) {
        if (!(activity.provider() instanceof Provider.LocalProcess process)
                || find(process.path()).isPresent()) {
            return List.of();
        }
        Location at =
                process.at().member("path", process.at().line(), process.at().column());
        boolean named = process.path().indexOf('/') < 0;
        String why = named ? "it is not on the PATH" : "there is no executable file of this name";
        return List.of(new Problem(
                at, "path '" + process.path() + "' cannot be found, in activity '" + activity.name() + "': " + why));
    }

    /** The file that a path or a program's name stands for, as a shell would find it. {@code ~} is not expanded. */
    public Optional<Path> find(String program) {
        try {
            if (program.indexOf('/') >= 0) {
                return executable(folder.resolve(program));
            }
            for (String place : SEPARATOR.split(searchPath, -1)) {
                Optional<Path> found = executable(folder.resolve(place).resolve(program));
                if (found.isPresent()) {
                    return found;
                }
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<Path> executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file) ? Optional.of(file) : Optional.empty();
    }
}
