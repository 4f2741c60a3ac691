package dev.blackstart.provider;

import java.time.Duration;

/** A function that measures the load over a window: what a plan can know of it before there is any. */
public interface Windowed<A extends Record> extends NativeFunction<A> {
    Window window(A arguments);

    /**
     * @param length as it is measured, rounded up to what the figures are kept in
     * @param leastSamples with fewer requests there is no figure
     */
    record Window(Duration length, long leastSamples) {}
}
