package dev.blackstart.junit;

import dev.blackstart.RunResult;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Runs what {@link ChaosExperiments} names: a class without a method is no test of Jupiter's. Found by ServiceLoader. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ExperimentEngine implements TestEngine {
    private static final String ID = "blackstart";

    private static final EngineDiscoveryRequestResolver<EngineDescriptor> RESOLVER =
            EngineDiscoveryRequestResolver.<EngineDescriptor>builder()
                    .addClassContainerSelectorResolver(ExperimentTests::isOne)
                    .addSelectorResolver(context -> new ExperimentTests(context.getClassNameFilter()))
                    .build();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor engine = new EngineDescriptor(id, "Blackstart experiments");
        RESOLVER.resolve(request, engine);
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        EngineExecutionListener listener = request.getEngineExecutionListener();
        TestDescriptor engine = request.getRootTestDescriptor();
        listener.executionStarted(engine);
        engine.getChildren()
                .forEach(each -> new Execution(listener, request.getConfigurationParameters())
                        .run((ExperimentTests.OfClass) each));
        listener.executionFinished(engine, TestExecutionResult.successful());
    }

    private record Execution(EngineExecutionListener listener, ConfigurationParameters parameters) {
        void run(ExperimentTests.OfClass tests) {
            Optional<Disabled> disabled = AnnotationSupport.findAnnotation(tests.type(), Disabled.class);
            if (disabled.isPresent()) {
                String why = disabled.get().value();
                listener.executionSkipped(tests, why.isBlank() ? tests.type().getSimpleName() + " is @Disabled" : why);
                return;
            }
            listener.executionStarted(tests);
            for (TestDescriptor each : tests.getChildren()) {
                listener.executionStarted(each);
                listener.executionFinished(each, result(tests.type(), (ExperimentTests.OfFile) each));
            }
            listener.executionFinished(tests, TestExecutionResult.successful());
        }

        private TestExecutionResult result(Class<?> type, ExperimentTests.OfFile test) {
            Terms terms = AnnotationSupport.findAnnotation(type, WithChaos.class)
                    .map(Terms::of)
                    .orElse(Terms.DEFAULT);
            try {
                run(type, test, terms);
                return TestExecutionResult.successful();
            } catch (TestAbortedException e) {
                return TestExecutionResult.aborted(e);
            } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
                return TestExecutionResult.failed(e);
            }
        }

        private void run(Class<?> type, ExperimentTests.OfFile test, Terms terms) {
            test.file().problem().ifPresent(problem -> {
                throw new AssertionFailedError(problem);
            });
            Path root = TestFolder.root(parameters.get(TestFolder.PARAMETER).orElse(""));
            Path runs = root.resolve(
                    TestFolder.fileName(type.getName() + "." + test.file().id()));
            try (ExperimentRun run = ExperimentRun.start(test.file().path(), runs, terms)) {
                RunResult result = run.result();
                listener.reportingEntryPublished(test, ReportEntry.from(Judgement.entries(result)));
                Judgement.require(result, run.seed(), terms);
            }
        }
    }
}
