package dev.blackstart.fault;

import dev.blackstart.topology.TargetRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which ids and which kinds of fault are taken in an arm, so that a request is refused before anything is touched. Ids begin with
 * what tells this arm's from those of the run's other arm, which has the same requests. Thread-safe.
 */
final class Reservations {
    private final Set<String> ids = new HashSet<>();
    private final Map<TargetRef, Set<String>> kinds = new HashMap<>();
    private final String prefix;
    private final BlastRadiusGuard guard;
    private int chosen;

    /** @param guard is asked before anything is taken */
    Reservations(String prefix, BlastRadiusGuard guard) {
        this.prefix = prefix;
        this.guard = guard;
    }

    /**
     * Takes what a request needs.
     *
     * @return an id for each target
     * @throws FaultFailed if something is taken already, or the guard refuses; then nothing has been reserved
     */
    synchronized List<FaultId> take(FaultRequest request) {
        for (FaultRequest.Part part : request.parts()) {
            if (kinds.getOrDefault(part.target(), Set.of()).contains(part.conflictKey())) {
                throw new FaultFailed(request.fault() + " on " + part.target()
                        + ": a fault of that kind is already in force there; revert it first");
            }
        }
        List<FaultId> wanted = wanted(request);
        for (FaultId id : wanted) {
            if (ids.contains(id.value())) {
                throw new FaultFailed("fault id '" + id + "' is taken; ids are unique in a run");
            }
        }
        guard.admit(request, taken());
        wanted.forEach(id -> ids.add(id.value()));
        for (FaultRequest.Part part : request.parts()) {
            kinds.computeIfAbsent(part.target(), each -> new HashSet<>()).add(part.conflictKey());
        }
        return wanted;
    }

    private Set<TargetRef> taken() {
        Set<TargetRef> taken = new HashSet<>(kinds.keySet());
        taken.removeIf(target -> kinds.getOrDefault(target, Set.of()).isEmpty());
        return taken;
    }

    /** The id in this arm of a fault that a file calls so. */
    FaultId inArm(FaultId id) {
        return new FaultId(prefix + id);
    }

    private List<FaultId> wanted(FaultRequest request) {
        List<FaultId> wanted = new ArrayList<>();
        int count = request.parts().size();
        for (int i = 1; i <= count; i++) {
            String suffix = count == 1 ? "" : "-" + i;
            wanted.add(request.id().map(id -> new FaultId(prefix + id + suffix)).orElseGet(this::nextFree));
        }
        return wanted;
    }

    private FaultId nextFree() {
        do {
            chosen++;
        } while (ids.contains(prefix + "f" + chosen));
        return new FaultId(prefix + "f" + chosen);
    }

    /** A fault of this kind is no longer on the target. Its id stays taken: the journal knows it. */
    synchronized void free(TargetRef target, String conflictKey) {
        Set<String> taken = kinds.get(target);
        if (taken != null) {
            taken.remove(conflictKey);
        }
    }
}
