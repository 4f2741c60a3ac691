package dev.blackstart.provider;

import java.util.List;

/** Native functions that are made from something else, such as one for each fault driver. Found by ServiceLoader, beside {@link NativeFunction}. */
public interface FunctionSource {
    /** The functions; asked once for each registry. */
    List<NativeFunction<?>> functions();
}
