package dev.blackstart.junit;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A file that {@link ChaosExperiments} names.
 *
 * @param id tells it from the others of its class
 * @param title of the experiment; where that cannot be read, the file's name
 * @param problem why it is no experiment; it is a test then all the same, which fails
 */
record ExperimentFile(Path path, String id, String title, Optional<String> problem) {
    /** All of a class, in the order of their names; at least one. */
    static List<ExperimentFile> of(Class<?> type) {
        String[] names = AnnotationSupport.findAnnotation(type, ChaosExperiments.class)
                .orElseThrow()
                .value();
        List<ExperimentFile> all = new ArrayList<>();
        Arrays.stream(names).forEach(name -> all.addAll(named(name, type)));
        return all;
    }

    private static List<ExperimentFile> named(String name, Class<?> type) {
        Path path;
        try {
            path = NamedFile.find(name, type);
        } catch (IllegalArgumentException e) {
            return List.of(new ExperimentFile(Path.of(name), name, name, Optional.of(String.valueOf(e.getMessage()))));
        }
        if (!Files.isDirectory(path)) {
            return List.of(read(path, name));
        }
        List<ExperimentFile> found = below(path).stream()
                .map(file ->
                        read(file, Path.of(name).resolve(path.relativize(file)).toString()))
                .toList();
        return found.isEmpty()
                ? List.of(new ExperimentFile(
                        path, name, name, Optional.of("there is no experiment in " + NamedFile.shown(path))))
                : found;
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(json|ya?ml)"))
                    .filter(Files::isRegularFile)
                    .filter(file -> isMeant(file, folder))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** One that nobody can read has to be seen where experiments lie, and elsewhere may be anything. */
    private static boolean isMeant(Path file, Path folder) {
        try {
            return ExperimentReader.isMeant(file);
        } catch (DocumentInvalid e) {
            return folder.equals(file.getParent());
        }
    }

    private static ExperimentFile read(Path file, String id) {
        return new ExperimentFile(file, id, title(file).orElse(id), Optional.empty());
    }

    /** Empty where it cannot be read: its test says why. */
    private static Optional<String> title(Path file) {
        try {
            return ExperimentReader.read(file, NamedFile.shown(file))
                    .experiment()
                    .map(Experiment::title)
                    .filter(text -> !text.isBlank());
        } catch (DocumentInvalid e) {
            return Optional.empty();
        }
    }
}
