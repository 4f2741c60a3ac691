package dev.blackstart.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one argument of a native function. The file's name of an argument is the component's in snake_case. An argument
 * without a default is required, unless its component is {@code Optional}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Argument {
    /** What it is for, in a few words. */
    String value();

    /** The default as a file would give it; empty when there is none. */
    String byDefault() default "";

    /** The least value as a file would give it, for numbers and durations; empty when there is none. */
    String min() default "";

    /** The greatest value, likewise. */
    String max() default "";

    /** What it takes, where its type does not tell: {@code all, one or a number}. */
    String takes() default "";

    /** The unit, where the type does not tell, such as {@code kB/s}. */
    String unit() default "";
}
