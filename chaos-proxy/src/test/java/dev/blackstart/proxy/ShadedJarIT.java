package dev.blackstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar that users get; the other integration tests run against it too. Needs the phase `package`. */
class ShadedJarIT {

    private static List<String> entries() throws IOException, URISyntaxException {
        Path jar = Path.of(ChaosProxy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(jar).as("run by failsafe, after package").hasExtension("jar");
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(Object::toString)
                    .toList();
        }
    }

    @Test
    void classes_areAllOursOrRelocated() throws Exception {
        List<String> classes =
                entries().stream().filter(name -> name.endsWith(".class")).toList();
        assertThat(classes)
                .allMatch(name -> name.startsWith("dev/blackstart/proxy/"))
                .contains(
                        "dev/blackstart/proxy/internal/netty/channel/Channel.class",
                        "dev/blackstart/proxy/internal/jackson/JsonParser.class");
    }

    @Test
    void metaInf_holdsNoSignatureNoIndexAndServicesUnderTheirNewNames() throws Exception {
        List<String> meta =
                entries().stream().filter(name -> name.startsWith("META-INF/")).toList();
        assertThat(meta)
                .contains("META-INF/services/dev.blackstart.proxy.internal.jackson.TokenStreamFactory")
                .noneMatch(name -> name.matches(".*\\.(SF|RSA|DSA|LIST|so|a)") || name.contains("module-info"))
                .noneMatch(name -> name.startsWith("META-INF/services/tools.jackson"));
    }
}
