package dev.blackstart.container;

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

/** Tests with containers: skipped, with the reason, where no engine answers or it has not their image. {@code ./verify} sees to both. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("engine")
@ExtendWith(NeedsEngine.Condition.class)
public @interface NeedsEngine {

    /** Asks the engine that the tests will use. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try {
                return TestEngine.here().hasImage(TestEngine.REDIS)
                        ? ConditionEvaluationResult.enabled("an engine answers")
                        : ConditionEvaluationResult.disabled("the container engine at " + TestEngine.address()
                                + " has no image " + TestEngine.REDIS + "; .ci/engine image makes it");
            } catch (EngineFailed | IllegalArgumentException e) {
                return ConditionEvaluationResult.disabled(e.getMessage() + "; ./verify --docker starts one");
            }
        }
    }
}
