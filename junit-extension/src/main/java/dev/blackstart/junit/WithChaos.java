package dev.blackstart.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of a class, or one of them, may take a {@link Chaos}. Goes together with every kind of test method. A test that takes none
 * pays nothing for it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(ChaosExtension.class)
public @interface WithChaos {
    /**
     * Whether a fault that had no effect, met no traffic, or was still there after its revert fails the test that injected it. Turned off,
     * what is missing is only reported.
     */
    boolean requireEvidence() default true;

    /** Of every draw: of jitter, and of targets. */
    long seed() default 0;
}
