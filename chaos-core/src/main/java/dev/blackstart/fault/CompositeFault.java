package dev.blackstart.fault;

import dev.blackstart.topology.Topology;
import java.util.List;

/**
 * One fault made of many, such as a partition between two groups of services. Stateless; found by ServiceLoader. Its parts are faults
 * of other drivers: they are injected side by side, and when one cannot be, those that are there are taken back.
 *
 * @param <C> the arguments beyond the common ones: a record whose components carry {@code provider.Argument}
 */
public interface CompositeFault<C extends Record> {
    /** The function's name in module {@code blackstart.fault}. */
    String func();

    Class<C> config();

    /** One sentence, for documentation and {@code plan}. */
    String summary();

    /** Those whose faults it may consist of, for documentation; at least one. */
    List<FaultDriver<?>> drivers();

    /**
     * What it consists of. Starts nothing.
     *
     * @return at least one part
     * @throws IllegalArgumentException if the arguments name nothing of the topology, or nothing that could be faulted
     */
    List<FaultRequest.Part> expand(C config, Topology topology);
}
