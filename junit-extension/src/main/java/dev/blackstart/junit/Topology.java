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
 * The servers of a topology file, started before a test and ended after it. Of a method's and its class's, the method's holds. Implies
 * {@link WithChaos}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(ChaosExtension.class)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface Topology {
    /** The file: relative to the working folder, else on the class path. */
    String value();

    /**
     * On a class: whether all of its tests, those of nested classes included, use the same servers, started before the first and ended
     * after the last. What a test redeploys stays so for the next, and tests that run in parallel feel each other's faults.
     */
    boolean reuse() default false;
}
