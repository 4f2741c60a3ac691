package dev.blackstart.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Faults that may not meet: two of the same kind on one target. For the planner; at run time {@link Faults#inject} refuses them too. */
public final class FaultConflicts {
    private FaultConflicts() {}

    /**
     * What is wrong with faults that are all asked for in one experiment.
     *
     * @param requests in their order, before a draw of {@code count}: what might be drawn twice counts
     * @return a sentence for each request that conflicts with an earlier one; empty when none does
     */
    public static List<String> among(List<FaultRequest> requests) {
        Map<String, String> first = new HashMap<>();
        List<String> conflicts = new ArrayList<>();
        for (FaultRequest request : requests) {
            List<String> keys = new ArrayList<>();
            for (FaultRequest.Part part : request.parts()) {
                String key = part.conflictKey() + " " + part.target();
                String earlier = first.get(key);
                if (earlier != null) {
                    conflicts.add(request.fault() + " on " + part.target() + " conflicts with " + earlier
                            + " on the same target; choose another target or another kind of fault");
                }
                keys.add(key);
            }
            keys.forEach(key -> first.putIfAbsent(key, request.fault()));
        }
        return List.copyOf(conflicts);
    }
}
