package dev.blackstart.fault.process;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.journal.Event;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.process.ProcessTable;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code blackstart.fault.cpu}: somebody beside a replica takes the processor from it. */
public final class CpuDriver implements FaultDriver<Cpu> {
    /** Whatever becomes of everybody who could end it. */
    private static final String LONGEST_SECONDS = "3600";

    private static final Duration BURNS_WITHIN = Duration.ofSeconds(5);

    private static final FaultType<Cpu> TYPE = new FaultType<>(
            "cpu",
            1,
            Cpu.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "cpu",
            "Keeps cores of the machine busy beside a replica, for an hour at most.",
            CpuDriver::expected);

    @Override
    public FaultType<Cpu> type() {
        return TYPE;
    }

    private static Event.Expected expected(Cpu config, String live) {
        return Event.Expected.ofValue(false, "cores", config.cores() * 0.8, config.cores() * 1.2);
    }

    @Override
    public Capability check(Cpu config, TargetRef ref, Host host) {
        int there = Runtime.getRuntime().availableProcessors();
        return config.cores() > there
                ? new Capability.Unavailable("this machine has " + there + " cores", "ask for no more")
                : ReplicaFault.check(ref, host);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.EndMarked.class.getSimpleName());
    }

    @Override
    public Prepared<Cpu> prepare(FaultId id, Cpu config, Target target) {
        ReplicaFault.identity(target);
        UndoStep step = new UndoStep.EndMarked(UndoStep.EndMarked.VARIABLE + "=" + id + "-" + UUID.randomUUID());
        return new Prepared<>(
                id,
                TYPE,
                config,
                target,
                new Undo(Undo.VERSION, TYPE.name(), List.of(step)),
                config.cores() + (config.cores() == 1 ? " core" : " cores") + " kept busy");
    }

    private static String marker(Prepared<Cpu> fault) {
        return ((UndoStep.EndMarked) fault.undo().steps().get(0)).marker();
    }

    @Override
    public Meter meter(Prepared<Cpu> fault, MeterContext context) {
        return new BurnMeter(
                fault.id(),
                ReplicaFault.replica(fault.target()),
                marker(fault),
                fault.config().cores(),
                context);
    }

    @Override
    public void inject(Prepared<Cpu> fault, Host host) {
        String[] marker = marker(fault).split("=", 2);
        for (int i = 0; i < fault.config().cores(); i++) {
            ProcessBuilder burner = new ProcessBuilder(
                            "setsid", "timeout", "-s", "KILL", LONGEST_SECONDS, "/bin/sh", "-c", "while :; do :; done")
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            burner.environment().keySet().retainAll(List.of("PATH"));
            burner.environment().put(marker[0], marker[1]);
            try {
                burner.start();
            } catch (IOException e) {
                throw new FaultFailed("a burner could not be started: " + e.getMessage(), e);
            }
        }
        int cores = fault.config().cores();
        if (!ReplicaFault.await(() -> burning(marker(fault)) >= cores, BURNS_WITHIN, host)) {
            throw new FaultFailed("the burners did not run " + BURNS_WITHIN.toSeconds() + " s after their start");
        }
    }

    /** A burner is the shell below {@code timeout}. */
    private static long burning(String marker) {
        Set<Long> marked = ProcessTable.all().stream()
                .filter(row -> ProcessTable.bears(row.pid(), marker))
                .map(ProcessTable.Row::pid)
                .collect(Collectors.toSet());
        return ProcessTable.all().stream()
                .filter(row -> marked.contains(row.pid()) && marked.contains(row.parent()))
                .count();
    }
}
