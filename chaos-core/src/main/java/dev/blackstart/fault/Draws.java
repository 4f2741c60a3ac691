package dev.blackstart.fault;

import dev.blackstart.topology.TargetRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Chooses targets by the run's seed: the same requests draw the same ones in both arms. Thread-safe. */
final class Draws {
    private final long seed;
    private final Map<String, Integer> drawn = new HashMap<>();

    Draws(long seed) {
        this.seed = seed;
    }

    /**
     * So many of the candidates, in their order.
     *
     * @param what is asked for, so that different faults draw independently
     */
    synchronized List<TargetRef> draw(String what, List<TargetRef> candidates, int count) {
        if (count >= candidates.size()) {
            return List.copyOf(candidates);
        }
        String key = what + " " + candidates;
        int nth = drawn.merge(key, 1, Integer::sum);
        List<TargetRef> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(31L * (31L * seed + key.hashCode()) + nth));
        Set<TargetRef> chosen = new HashSet<>(shuffled.subList(0, count));
        return candidates.stream().filter(chosen::contains).toList();
    }
}
