package dev.blackstart.junit;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The containers that a test class, and those around it, give a name with {@link ServiceUnderTest}. */
final class ServicesUnderTest {
    private static final String CONTAINER = "org.testcontainers.containers.GenericContainer";

    private ServicesUnderTest() {}

    /**
     * By their names; they need not have started.
     *
     * @throws ExtensionConfigurationException if a field is no container, has none, or two have one name
     */
    static Map<String, Object> of(ExtensionContext context) {
        Map<String, Object> found = new LinkedHashMap<>();
        List<Object> instances =
                context.getTestInstances().map(all -> all.getAllInstances()).orElse(List.of());
        instances.forEach(instance -> AnnotationSupport.findAnnotatedFields(
                        instance.getClass(), ServiceUnderTest.class, field -> true, HierarchyTraversalMode.TOP_DOWN)
                .forEach(field -> add(found, field, instance)));
        return found;
    }

    private static void add(Map<String, Object> found, Field field, Object instance) {
        String name = field.getAnnotation(ServiceUnderTest.class).value();
        String where = "@ServiceUnderTest(\"" + name + "\") on "
                + field.getDeclaringClass().getSimpleName() + "." + field.getName();
        if (name.isBlank()) {
            throw new ExtensionConfigurationException(where + " needs a name");
        }
        Object container = ReflectionSupport.tryToReadFieldValue(field, instance)
                .getOrThrow(failure -> new ExtensionConfigurationException(where + " cannot be read", failure));
        if (container == null) {
            throw new ExtensionConfigurationException(
                    where + " is null; make the container where the field is declared");
        }
        if (!isContainer(container.getClass())) {
            throw new ExtensionConfigurationException(
                    where + " is a " + container.getClass().getName() + ", and no GenericContainer of Testcontainers");
        }
        Object other = found.put(name, container);
        if (other != null && other != container) {
            throw new ExtensionConfigurationException(where + ": another container has that name already");
        }
    }

    private static boolean isContainer(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getName().equals(CONTAINER)) {
                return true;
            }
        }
        return false;
    }
}
