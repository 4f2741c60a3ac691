package dev.blackstart.topology;

import java.util.List;
import java.util.Map;

/**
 * How a replica is started otherwise than its topology file says, until it is started unaltered or redeployed.
 *
 * @param wrapper words that are put before its command
 * @param environment laid over its environment
 */
public record Alteration(List<String> wrapper, Map<String, String> environment) {
    public Alteration {
        wrapper = List.copyOf(wrapper);
        environment = Map.copyOf(environment);
    }
}
