package dev.blackstart.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that takes a {@link Chaos}, or one that runs an experiment. It is a {@link Test}; what goes with other kinds of test methods,
 * and changes how these are run, is {@link WithChaos}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Test
@ExtendWith(ChaosExtension.class)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface ChaosTest {
    /**
     * An experiment's file. It is run, and has to hold; then the method is called, which may take its
     * {@link dev.blackstart.report.Outcome} and assert more. Relative to the working folder, else on the class path. Empty: there is
     * none, and the method takes a {@link Chaos}.
     */
    String value() default "";
}
