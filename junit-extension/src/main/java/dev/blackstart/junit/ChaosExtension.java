package dev.blackstart.junit;

import dev.blackstart.RunResult;
import dev.blackstart.report.Outcome;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Gives each test its {@link Chaos} and its system, runs its experiment, and takes all of it back when the test is over. */
final class ChaosExtension
        implements AfterEachCallback,
                BeforeAllCallback,
                BeforeEachCallback,
                ParameterResolver,
                InvocationInterceptor,
                TestExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(ChaosExtension.class);

    /** A system that all tests of a class use is there before the first of them. */
    @Override
    public void beforeAll(ExtensionContext context) {
        reused(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (topologyOf(context).isPresent()) {
            chaos(context);
        }
    }

    /** Before the containers of a test end, whose faults are to be taken back. */
    @Override
    public void afterEach(ExtensionContext context) {
        Held held = context.getStore(NAMESPACE).get(Held.class, Held.class);
        if (held != null) {
            held.chaos
                    .folder()
                    .ifPresent(folder -> context.publishReportEntry(
                            "blackstart.journal", NamedFile.shown(folder.resolve("events.jsonl"))));
            held.close();
            held.chaos.requireSaid();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Chaos.class
                || (type == Outcome.class && experiment(context).isPresent());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == Outcome.class) {
            return notYet();
        }
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "a Chaos is one test's: take it in the test method, in @BeforeEach or in @AfterEach, not in "
                            + parameter.getDeclaringExecutable());
        }
        return chaos(context);
    }

    /** The outcome is there only after the run, which a timeout of the test is to cover. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T notYet() {
        return null;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Optional<String> experiment = experiment(context);
        if (experiment.isEmpty()) {
            requireUse(method.getExecutable(), context);
            invocation.proceed();
            return;
        }
        Terms terms = Terms.of(context);
        Path file = NamedFile.find(experiment.get(), context.getRequiredTestClass());
        RunResult result = ExperimentRun.run(file, TestFolder.of(context), terms);
        context.publishReportEntry(Judgement.entries(result));
        Judgement.require(result, terms);
        List<Class<?>> parameters = Arrays.asList(method.getExecutable().getParameterTypes());
        if (!parameters.contains(Outcome.class)) {
            invocation.proceed();
            return;
        }
        invocation.skip();
        Object[] arguments = method.getArguments().toArray();
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = parameters.get(i) == Outcome.class ? result.outcome() : arguments[i];
        }
        ReflectionSupport.invokeMethod(
                method.getExecutable(), method.getTarget().orElse(null), arguments);
    }

    /** A {@link ChaosTest} that breaks nothing would be green whatever the system does. */
    private static void requireUse(Method method, ExtensionContext context) {
        boolean asksForChaos = AnnotationSupport.isAnnotated(method, ChaosTest.class);
        if (asksForChaos && context.getStore(NAMESPACE).get(Held.class) == null) {
            throw new ExtensionConfigurationException(
                    "@ChaosTest on " + method.getDeclaringClass().getSimpleName() + "."
                            + method.getName() + " names no experiment, and nobody takes a Chaos: write"
                            + " @ChaosTest(\"experiments/….json\"), or give the method a parameter of type Chaos");
        }
    }

    /** What a test leaves behind to be looked at belongs to its failure. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Held held = context.getStore(NAMESPACE).get(Held.class, Held.class);
        if (held != null) {
            held.chaos
                    .folder()
                    .ifPresent(
                            folder -> failure.addSuppressed(new Recorded(NamedFile.shown(folder), held.chaos.seed())));
        }
        throw failure;
    }

    private static Optional<String> experiment(ExtensionContext context) {
        return context.getTestMethod()
                .flatMap(method -> AnnotationSupport.findAnnotation(method, ChaosTest.class))
                .map(ChaosTest::value)
                .filter(file -> !file.isBlank());
    }

    private static ChaosOfTest chaos(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Held.class, type -> new Held(open(context)), Held.class)
                .chaos;
    }

    private static ChaosOfTest open(ExtensionContext context) {
        ChaosOfTest chaos = new ChaosOfTest(
                TestFolder.of(context), context.getRequiredTestClass(), Terms.of(context), context::publishReportEntry);
        try {
            chaos.name(ServicesUnderTest.of(context));
            Optional<Reused> reused = ownTopology(context).isPresent() ? Optional.empty() : reused(context);
            if (reused.isPresent()) {
                chaos.join(reused.get().topology);
            } else {
                topologyOf(context)
                        .ifPresent(topology ->
                                chaos.start(NamedFile.find(topology.value(), context.getRequiredTestClass())));
            }
            return chaos;
        } catch (RuntimeException | Error e) {
            chaos.close();
            throw e;
        }
    }

    private static Optional<Topology> ownTopology(ExtensionContext context) {
        return context.getTestMethod().flatMap(method -> AnnotationSupport.findAnnotation(method, Topology.class));
    }

    /** Of the method, else of the nearest class around it. */
    private static Optional<Topology> topologyOf(ExtensionContext context) {
        return topologyOwner(context).flatMap(owner -> topology(owner.getElement()));
    }

    private static Optional<ExtensionContext> topologyOwner(ExtensionContext context) {
        for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
            if (topology(at.getElement()).isPresent()) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private static Optional<Topology> topology(Optional<AnnotatedElement> element) {
        return element.flatMap(each -> AnnotationSupport.findAnnotation(each, Topology.class));
    }

    /** The servers of the nearest class whose tests share them; started when first asked for. */
    private static Optional<Reused> reused(ExtensionContext context) {
        return topologyOwner(context)
                .filter(owner -> owner.getTestMethod().isEmpty())
                .filter(owner ->
                        topology(owner.getElement()).filter(Topology::reuse).isPresent())
                .map(owner -> owner.getStore(NAMESPACE)
                        .getOrComputeIfAbsent(Reused.class, type -> start(owner), Reused.class));
    }

    private static Reused start(ExtensionContext owner) {
        ChaosOfTest chaos = new ChaosOfTest(
                TestFolder.of(owner), owner.getRequiredTestClass(), Terms.of(owner), owner::publishReportEntry);
        try {
            String file = topology(owner.getElement()).orElseThrow().value();
            return new Reused(chaos, chaos.start(NamedFile.find(file, owner.getRequiredTestClass())));
        } catch (RuntimeException | Error e) {
            chaos.close();
            throw e;
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

    /** JUnit closes it when the class is over. */
    private static final class Reused implements Store.CloseableResource, AutoCloseable {
        private final ChaosOfTest chaos;
        private final dev.blackstart.topology.RunningTopology topology;

        Reused(ChaosOfTest chaos, dev.blackstart.topology.RunningTopology topology) {
            this.chaos = chaos;
            this.topology = topology;
        }

        @Override
        public void close() {
            chaos.close();
        }
    }

    /** Says in a failure where what was recorded of the test lies. */
    private static final class Recorded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Recorded(String folder, long seed) {
            super("what Blackstart recorded of this test is in " + folder + ", seed " + seed, null, false, false);
        }
    }
}
