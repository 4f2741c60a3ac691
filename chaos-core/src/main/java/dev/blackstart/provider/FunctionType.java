package dev.blackstart.provider;

import dev.blackstart.experiment.Activity;
import java.util.Optional;

/**
 * What is known of a native function without calling it.
 *
 * @param summary one sentence
 * @param arguments a record; each component carries {@link Argument}
 * @param further a second record, for functions that are made from something else with arguments of its own, such as a fault driver:
 *     {@code arguments} then has one component of type {@code Record} (or of a type variable that extends it), and in a file the
 *     arguments of both stand side by side
 */
public record FunctionType<A extends Record>(
        String module,
        String func,
        Activity.Kind kind,
        String summary,
        Class<A> arguments,
        Optional<Class<? extends Record>> further) {

    /** A function whose arguments are one record. */
    public FunctionType(String module, String func, Activity.Kind kind, String summary, Class<A> arguments) {
        this(module, func, kind, summary, arguments, Optional.empty());
    }

    public String name() {
        return module + "." + func;
    }
}
