package dev.blackstart.junit;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.UniqueId;

/** Where a test leaves what it has recorded: {@code target/blackstart/<test>/}. */
final class TestFolder {
    /** A JUnit configuration parameter: another folder than {@code target/blackstart}. */
    static final String PARAMETER = "blackstart.results";

    private static final String DEFAULT = "target/blackstart";

    private TestFolder() {}

    /** Of a test, or of a class. */
    static Path of(ExtensionContext context) {
        String name = context.getRequiredTestClass().getName()
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("")
                + invocation(context);
        return root(context.getConfigurationParameter(PARAMETER).orElse(DEFAULT))
                .resolve(fileName(name));
    }

    static Path root(String configured) {
        return Path.of(configured.isBlank() ? DEFAULT : configured).toAbsolutePath();
    }

    /** Which invocation of a template it is. */
    private static String invocation(ExtensionContext context) {
        String value = UniqueId.parse(context.getUniqueId()).getLastSegment().getValue();
        return value.startsWith("#") ? "-" + value.substring(1) : "";
    }

    /** A name that every file system takes. */
    static String fileName(String text) {
        return text.replaceAll("[^\\w.$-]+", "_");
    }
}
