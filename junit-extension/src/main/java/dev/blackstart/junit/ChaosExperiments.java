package dev.blackstart.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.platform.commons.annotation.Testable;

/**
 * On a class, which may be empty: each experiment below a folder is a test, named by its title. It is run by a test engine of its own,
 * beside Jupiter, and so has nothing of what other annotations do to Jupiter's tests, {@link WithChaos} and {@code @Tag} left out.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Testable
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface ChaosExperiments {
    /**
     * Folders or files: relative to the working folder, else on the class path. Of a folder, each {@code .json}, {@code .yaml} or
     * {@code .yml} file in it and below that is an experiment.
     */
    String[] value();
}
