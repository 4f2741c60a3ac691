package dev.blackstart.provider;

import dev.blackstart.experiment.Activity;

/**
 * What is known of a native function without calling it.
 *
 * @param summary one sentence
 * @param arguments a record; each component carries {@link Argument}
 */
public record FunctionType<A extends Record>(
        String module, String func, Activity.Kind kind, String summary, Class<A> arguments) {
    public String name() {
        return module + "." + func;
    }
}
