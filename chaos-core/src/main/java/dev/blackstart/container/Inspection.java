package dev.blackstart.container;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says of a container at one moment.
 *
 * @param id all 64 digits of it
 * @param startedAt when it was last started, as the engine writes it: another start has another one
 * @param running whether its first process is there; also while it is paused
 * @param exitStatus of its last end; 0 while it runs
 * @param stopSignal what asks it to end, such as {@code SIGTERM}
 * @param removedAtEnd whether the engine removes it when it ends, so that nobody can start it again
 * @param ports its TCP ports to those of the engine's machine, as long as it runs
 */
public record Inspection(
        String id,
        String startedAt,
        boolean running,
        boolean paused,
        int exitStatus,
        String stopSignal,
        boolean removedAtEnd,
        Map<Integer, Integer> ports) {
    private static final String STOP_SIGNAL = "SIGTERM";

    public Inspection {
        ports = Map.copyOf(ports);
    }

    /** The same after it has been removed. */
    public Inspection gone() {
        return new Inspection(id, startedAt, false, false, exitStatus, stopSignal, removedAtEnd, Map.of());
    }

    static Inspection of(Map<?, ?> said) {
        Map<?, ?> state = map(said.get("State"));
        Object signal = map(said.get("Config")).get("StopSignal");
        return new Inspection(
                String.valueOf(said.get("Id")),
                String.valueOf(state.get("StartedAt")),
                Boolean.TRUE.equals(state.get("Running")),
                Boolean.TRUE.equals(state.get("Paused")),
                state.get("ExitCode") instanceof Number code ? code.intValue() : 0,
                signal instanceof String named && !named.isEmpty() ? named : STOP_SIGNAL,
                Boolean.TRUE.equals(map(said.get("HostConfig")).get("AutoRemove")),
                ports(map(map(said.get("NetworkSettings")).get("Ports"))));
    }

    private static Map<Integer, Integer> ports(Map<?, ?> said) {
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        said.forEach((name, bindings) -> {
            String[] parts = String.valueOf(name).split("/", 2);
            if (parts.length == 2 && parts[1].equals("tcp") && bindings instanceof List<?> list) {
                bound(list).ifPresent(port -> ports.put(Integer.parseInt(parts[0]), port));
            }
        });
        return ports;
    }

    /** The port of IPv4, which may be another than that of IPv6. */
    private static Optional<Integer> bound(List<?> bindings) {
        return bindings.stream()
                .<Map<?, ?>>map(Inspection::map)
                .sorted(Comparator.comparing(
                        binding -> String.valueOf(binding.get("HostIp")).contains(":")))
                .map(binding -> Integer.valueOf(String.valueOf(binding.get("HostPort"))))
                .findFirst();
    }

    private static Map<?, ?> map(@Nullable Object plain) {
        return plain instanceof Map<?, ?> map ? map : Map.of();
    }
}
