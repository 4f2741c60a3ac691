package dev.blackstart.junit;

import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** From what is selected to classes that name experiments, and to each of these. */
final class ExperimentTests implements SelectorResolver {
    private static final String CLASS = "class";
    private static final String EXPERIMENT = "experiment";

    private final Predicate<String> names;

    /** @param names of the classes that are meant */
    ExperimentTests(Predicate<String> names) {
        this.names = names;
    }

    static boolean isOne(Class<?> type) {
        return AnnotationSupport.isAnnotated(type, ChaosExperiments.class) && !Modifier.isAbstract(type.getModifiers());
    }

    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        return ofClass(Optional.of(selector.getJavaClass()), context);
    }

    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        UniqueId id = selector.getUniqueId();
        UniqueId.Segment last = id.getLastSegment();
        if (last.getType().equals(CLASS)) {
            return ofClass(ReflectionSupport.tryToLoadClass(last.getValue()).toOptional(), context);
        }
        if (!last.getType().equals(EXPERIMENT)) {
            return Resolution.unresolved();
        }
        Optional<OfFile> found = context.addToParent(
                () -> DiscoverySelectors.selectUniqueId(id.removeLastSegment()),
                parent -> ((OfClass) parent).file(last.getValue()).map(file -> new OfFile(id, file)));
        return found.map(test -> Resolution.match(Match.exact(test))).orElseGet(Resolution::unresolved);
    }

    private Resolution ofClass(Optional<Class<?>> named, Context context) {
        if (named.filter(type -> isOne(type) && names.test(type.getName())).isEmpty()) {
            return Resolution.unresolved();
        }
        Class<?> type = named.get();
        Optional<OfClass> found = context.addToParent(parent ->
                Optional.of(new OfClass(parent.getUniqueId().append(CLASS, type.getName()), type)));
        return found.map(tests -> Resolution.match(Match.exact(tests, tests::selectors)))
                .orElseGet(Resolution::unresolved);
    }

    /** A class that names experiments. */
    static final class OfClass extends AbstractTestDescriptor {
        private final Class<?> type;
        private final List<ExperimentFile> files;

        OfClass(UniqueId id, Class<?> type) {
            super(id, type.getSimpleName(), ClassSource.from(type));
            this.type = type;
            this.files = ExperimentFile.of(type);
        }

        Class<?> type() {
            return type;
        }

        private Optional<ExperimentFile> file(String id) {
            return files.stream().filter(file -> file.id().equals(id)).findFirst();
        }

        private Set<DiscoverySelector> selectors() {
            Set<DiscoverySelector> selectors = new LinkedHashSet<>();
            files.forEach(file -> selectors.add(
                    DiscoverySelectors.selectUniqueId(getUniqueId().append(EXPERIMENT, file.id()))));
            return selectors;
        }

        @Override
        public Type getType() {
            return Type.CONTAINER;
        }

        @Override
        public Set<TestTag> getTags() {
            return AnnotationSupport.findRepeatableAnnotations(type, Tag.class).stream()
                    .map(Tag::value)
                    .filter(TestTag::isValid)
                    .map(TestTag::create)
                    .collect(Collectors.toSet());
        }
    }

    /** One experiment. */
    static final class OfFile extends AbstractTestDescriptor {
        private final ExperimentFile file;

        OfFile(UniqueId id, ExperimentFile file) {
            super(id, file.title(), FileSource.from(file.path().toFile()));
            this.file = file;
        }

        ExperimentFile file() {
            return file;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }

        @Override
        public Set<TestTag> getTags() {
            return getParent()
                    .map(TestDescriptor::getTags)
                    .map(Set::<TestTag>copyOf)
                    .orElseGet(Set::of);
        }
    }
}
