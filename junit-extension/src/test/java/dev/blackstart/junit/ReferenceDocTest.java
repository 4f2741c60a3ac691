package dev.blackstart.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page about this package says what the package has. */
class ReferenceDocTest {
    private static final Path PAGE = Path.of("../docs/reference/junit.md");

    @ParameterizedTest
    @ValueSource(
            classes = {ChaosTest.class, WithChaos.class, Topology.class, ServiceUnderTest.class, ChaosExperiments.class
            })
    void attributesOnThePage_areThoseOfTheAnnotation(Class<?> annotation) throws IOException {
        List<String> expected = Stream.of(annotation.getDeclaredMethods())
                .map(attribute -> "`" + attribute.getName() + "` | " + shown(attribute.getDefaultValue()))
                .toList();

        assertThat(attributes(annotation.getSimpleName())).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String shown(Object value) {
        if (value == null) {
            return "must be given";
        }
        return value instanceof String text ? "`\"" + text + "\"`" : "`" + value + "`";
    }

    /** The first two columns below a heading. */
    private static List<String> attributes(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf("\n### " + heading + "\n");
        assertThat(from).as("a heading %s", heading).isNotNegative();
        List<String> rows = new ArrayList<>();
        for (String line :
                page.substring(from + 1, page.indexOf("\n#", from + 1)).split("\n")) {
            if (line.startsWith("| `")) {
                String[] columns = line.split(" \\| ");
                rows.add(columns[0].substring(2) + " | " + columns[1]);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Chaos.class,
                InjectedFault.class,
                Load.class,
                Slo.class,
                Expectation.class,
                Expectation.Recovery.class,
                Endpoint.class
            })
    void everyMethod_isOnThePage(Class<?> type) throws IOException {
        String page = Files.readString(PAGE);
        for (Method method : type.getDeclaredMethods()) {
            boolean ofEveryRecord = List.of("equals", "hashCode", "toString").contains(method.getName());
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && !ofEveryRecord) {
                assertThat(page).containsPattern("[`. ]" + method.getName() + "\\(");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyConstant_isOnThePage(OnMissing constant) throws IOException {
        assertThat(Files.readString(PAGE)).contains("`" + constant + "`");
    }

    @ParameterizedTest
    @EnumSource
    void everyConstant_isOnThePage(OnInconclusive constant) throws IOException {
        assertThat(Files.readString(PAGE)).contains("`" + constant + "`");
    }
}
