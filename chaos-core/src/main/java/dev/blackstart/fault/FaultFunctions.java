package dev.blackstart.fault;

import dev.blackstart.provider.FunctionSource;
import dev.blackstart.provider.NativeFunction;
import java.util.ArrayList;
import java.util.List;

/** Makes an action of every fault driver and every composite fault, {@code blackstart.fault.<func>}, and adds {@code blackstart.fault.revert}. */
public final class FaultFunctions implements FunctionSource {
    @Override
    public List<NativeFunction<?>> functions() {
        List<NativeFunction<?>> functions = new ArrayList<>(FaultDrivers.actions());
        functions.add(new RevertFunction());
        return List.copyOf(functions);
    }
}
