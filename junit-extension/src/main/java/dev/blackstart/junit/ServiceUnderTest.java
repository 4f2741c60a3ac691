package dev.blackstart.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On the field of a container that the test declares (a {@code GenericContainer} of Testcontainers 1.21 or 2): gives it a name, for links
 * and faults. It is started and ended by whoever does so without this. Implies {@link WithChaos}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@ExtendWith(ChaosExtension.class)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface ServiceUnderTest {
    /** The name, such as {@code db}. */
    String value();
}
