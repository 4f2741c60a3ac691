package dev.blackstart.fault;

import dev.blackstart.experiment.Activity;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import java.util.Map;

/** {@code blackstart.fault.revert}: takes back one fault of the run. */
public final class RevertFunction implements NativeFunction<RevertFunction.Arguments> {
    /** @param id of a fault, or of a request with several targets */
    public record Arguments(
            @Argument("the id of the fault that is reverted")
            String id) {
        public Arguments {
            new FaultId(id);
        }
    }

    @Override
    public FunctionType<Arguments> type() {
        return new FunctionType<>(
                FaultType.MODULE,
                "revert",
                Activity.Kind.ACTION,
                "Takes a fault back and measures that it is gone.",
                Arguments.class);
    }

    @Override
    public Map<String, String> call(Arguments arguments, CallContext context) {
        Faults faults =
                context.require(Faults.class, "blackstart.fault.revert needs a topology in the blackstart extension");
        try {
            faults.revert(new FaultId(arguments.id()));
        } catch (FaultFailed e) {
            throw new ActivityFailed(String.valueOf(e.getMessage()), e);
        }
        return Map.of("reverted", arguments.id());
    }
}
