package dev.blackstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar that users get; the other integration tests run against it too. Needs the phase `package`. */
class PublishedJarIT {

    private static List<String> entries(String beginning, String end) throws Exception {
        Path jar = Path.of(Blackstart.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(jar).as("run by failsafe, after package").hasExtension("jar");
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(beginning) && name.endsWith(end))
                    .toList();
        }
    }

    @Test
    void classes_areAllOursOrRelocated() throws Exception {
        assertThat(entries("", ".class"))
                .allMatch(name -> name.startsWith("dev/blackstart/"))
                .contains(
                        "dev/blackstart/shaded/jackson/JsonParser.class",
                        "dev/blackstart/shaded/snakeyaml/parser/ParserImpl.class");
    }

    @Test
    void services_areKept_theParsersUnderTheirNewName() throws Exception {
        assertThat(entries("META-INF/services/", ""))
                .filteredOn(name -> !name.endsWith("/"))
                .allMatch(name -> name.startsWith("META-INF/services/dev.blackstart.")
                        || name.equals("META-INF/services/java.net.spi.URLStreamHandlerProvider"))
                .contains(
                        "META-INF/services/dev.blackstart.fault.FaultDriver",
                        "META-INF/services/dev.blackstart.shaded.jackson.TokenStreamFactory");
    }
}
