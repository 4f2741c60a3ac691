package dev.blackstart.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of a class, or one of them, may take a {@link Chaos}. Goes together with every kind of test method: {@code @Test},
 * {@code @ParameterizedTest}, {@code @RepeatedTest}, {@code @TestFactory} and {@code @TestTemplate}. A test that takes none pays nothing
 * for it. The one nearest to a test holds: on its method, its class, a class around that, or a superclass.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(ChaosExtension.class)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface WithChaos {
    /**
     * Whether a fault that had no effect, met no traffic, or was still there after its revert fails the test that injected it. Turned off,
     * what is missing is only reported.
     */
    boolean requireEvidence() default true;

    /** Of every draw: of jitter, and of targets. */
    long seed() default 0;

    /** What becomes of a test that this machine cannot run. */
    OnMissing onMissing() default OnMissing.SKIP_UNLESS_CI;

    /** What becomes of a test whose experiment tells nothing. */
    OnInconclusive onInconclusive() default OnInconclusive.FAIL;
}
