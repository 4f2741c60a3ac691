package dev.blackstart.provider;

import org.jspecify.annotations.Nullable;

/**
 * A function that activities call as {@code provider: {type: python, module, func, arguments}} and that runs in Java. Stateless;
 * found by ServiceLoader.
 *
 * @param <A> the arguments: a record whose components carry {@link Argument}
 */
public interface NativeFunction<A extends Record> {
    FunctionType<A> type();

    /**
     * Carries it out; blocks until done.
     *
     * @return the output: JSON types only
     * @throws ActivityFailed when it did not work; the activity is then {@code failed} with this message
     */
    @Nullable Object call(A arguments, CallContext context);
}
