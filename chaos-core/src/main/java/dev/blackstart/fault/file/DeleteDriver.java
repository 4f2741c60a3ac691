package dev.blackstart.fault.file;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.LookMeter;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.KeptFile;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.delete}: takes a file away; the revert puts it back. */
public final class DeleteDriver implements FaultDriver<Delete> {
    private static final FaultType<Delete> TYPE = new FaultType<>(
            "delete",
            1,
            Delete.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "file",
            "Takes a file away; the revert puts it back.",
            FaultType.Effect.lasting());

    @Override
    public FaultType<Delete> type() {
        return TYPE;
    }

    @Override
    public Capability check(Delete config, TargetRef ref, Host host) {
        return FileFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.FileAs.class.getSimpleName());
    }

    @Override
    public Prepared<Delete> prepare(FaultId id, Delete config, Target target) {
        Path file = FileFault.file(target, config.file());
        UndoStep step =
                new UndoStep.FileAs(file.toString(), FileFault.kept(file, id).toString(), "", -1, -1);
        return FileFault.prepared(id, TYPE, config, target, step, "no " + file.getFileName(), file);
    }

    @Override
    public Meter meter(Prepared<Delete> fault, MeterContext context) {
        return new LookMeter(
                fault.id(), Meter.FILE, fault.asked(), new KeptFile(FileFault.step(fault))::isFaulted, context);
    }

    @Override
    public boolean isOvertaken(Prepared<Delete> fault) {
        return FileFault.isOvertaken(fault);
    }

    @Override
    public void inject(Prepared<Delete> fault, Host host) {
        FileFault.inject(
                fault, step -> Files.move(Path.of(step.path()), Path.of(step.kept()), StandardCopyOption.ATOMIC_MOVE));
    }
}
