package dev.blackstart.fault;

import java.util.List;

/** What a fault of some kind does, without on what: the record that a file's arguments become, and that code makes directly. */
public interface FaultConfig {
    /**
     * Such a fault on these targets.
     *
     * @param targets a service ({@code kv}), a replica ({@code kv#1}) or a link ({@code api->kv}) each
     * @throws IllegalArgumentException without any
     */
    default FaultSpec on(String... targets) {
        return FaultSpec.of((Record) this, List.of(targets));
    }
}
