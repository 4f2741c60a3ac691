package dev.blackstart.junit;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives each test its {@link Chaos}, and takes it back when the test is over. */
final class ChaosExtension implements Extension, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ChaosExtension.class);
    private static final Path RESULTS = Path.of("target", "blackstart");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Chaos.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "a Chaos is one test's: take it in the test method, in @BeforeEach or in @AfterEach, not in "
                            + parameter.getDeclaringExecutable());
        }
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Held.class, type -> new Held(chaos(context)), Held.class)
                .chaos;
    }

    private static ChaosOfTest chaos(ExtensionContext context) {
        return new ChaosOfTest(RESULTS, terms(context), text -> context.publishReportEntry("blackstart.fault", text));
    }

    /** Of the method, else of the nearest class around it. */
    private static WithChaos terms(ExtensionContext context) {
        for (ExtensionContext at = context; ; at = at.getParent().orElseThrow(IllegalStateException::new)) {
            var found = at.getElement().flatMap(element -> AnnotationSupport.findAnnotation(element, WithChaos.class));
            if (found.isPresent()) {
                return found.get();
            }
        }
    }

    /** JUnit closes it when the test is over: before 5.13 as the one, since then as the other. */
    private static final class Held implements Store.CloseableResource, AutoCloseable {
        private final ChaosOfTest chaos;

        Held(ChaosOfTest chaos) {
            this.chaos = chaos;
        }

        @Override
        public void close() {
            chaos.close();
        }
    }
}
