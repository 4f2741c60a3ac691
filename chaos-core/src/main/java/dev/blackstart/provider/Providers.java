package dev.blackstart.provider;

import dev.blackstart.experiment.Provider;
import dev.blackstart.experiment.Substitution;
import org.jspecify.annotations.Nullable;

/** Carries out what an activity's provider says, whichever kind it is. Thread-safe; holds the HTTP clients of a run. */
public final class Providers {
    private final FunctionRegistry functions;
    private final Surroundings surroundings;
    private final StartedProcesses processes;
    private final HttpClients clients;

    public Providers(FunctionRegistry functions, Surroundings surroundings) {
        this(functions, surroundings, StartedProcesses.UNRECORDED);
    }

    /** @param processes told of those that process activities start */
    public Providers(FunctionRegistry functions, Surroundings surroundings, StartedProcesses processes) {
        this.functions = functions;
        this.surroundings = surroundings;
        this.processes = processes;
        this.clients = new HttpClients(surroundings);
    }

    /**
     * Calls the provider; blocks until it is done.
     *
     * @param substitution with the resolved configuration and secrets
     * @return the output: JSON types only
     * @throws ActivityFailed when it did not work; the run goes on
     * @throws NotMeasurable when a probe cannot say
     * @throws dev.blackstart.time.Cancelled when the run was interrupted
     * @throws RuntimeException of another kind for an unexpected error; the run is aborted
     */
    public @Nullable Object call(Provider provider, Substitution substitution, CallContext context) {
        if (provider instanceof Provider.LocalProcess process) {
            return new ProcessCall(process, substitution, surroundings, processes).run(context.cancellation());
        }
        if (provider instanceof Provider.Http http) {
            return new HttpCall(http, substitution, clients).run(context.cancellation());
        }
        Provider.Python python = (Provider.Python) provider;
        return functions.call(python, value -> substitution.isEmpty() ? value : substitution.apply(value), context);
    }

    /** Where this carries out its calls. */
    public Surroundings surroundings() {
        return surroundings;
    }
}
