package dev.blackstart.functions;

import dev.blackstart.exchange.Askers;
import dev.blackstart.provider.FunctionSource;
import dev.blackstart.provider.NativeFunction;
import java.util.List;

/** The functions {@code blackstart.sli.*}, {@code blackstart.topology.*} and {@code blackstart.mitigation.*}. */
public final class RunFunctions implements FunctionSource {

    /** For ServiceLoader. */
    public RunFunctions() {}

    @Override
    public List<NativeFunction<?>> functions() {
        return List.of(
                SliRatio.FULL,
                SliRatio.SUCCESS,
                new SliThroughput(),
                new SliLatency(),
                new Answers(Askers::open),
                new Up(Askers::open),
                new Redeploy(),
                new Restart());
    }
}
