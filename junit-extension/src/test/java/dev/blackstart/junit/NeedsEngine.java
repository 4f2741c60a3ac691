package dev.blackstart.junit;

import dev.blackstart.container.ContainerEngine;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Tests with containers: skipped, with the reason, where no engine answers or it has not their image. {@code ./verify} sees to both. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("engine")
@ExtendWith(NeedsEngine.Condition.class)
@interface NeedsEngine {
    /** What {@code .ci/engine image} makes. */
    String REDIS = "blackstart/test-redis:1";

    /** Asks the engine that the tests will use. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return ConditionEvaluationResult.disabled("no container engine answers; ./verify --docker starts one");
            }
            String address = DockerClientFactory.instance()
                    .getTransportConfig()
                    .getDockerHost()
                    .toString();
            return ContainerEngine.at(address).hasImage(REDIS)
                    ? ConditionEvaluationResult.enabled("an engine answers")
                    : ConditionEvaluationResult.disabled("the container engine at " + address + " has no image " + REDIS
                            + "; .ci/engine image makes it");
        }
    }
}
