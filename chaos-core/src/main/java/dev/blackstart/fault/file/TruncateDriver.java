package dev.blackstart.fault.file;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultFailed;
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
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.truncate}: cuts a file off; the revert writes back what was there. */
public final class TruncateDriver implements FaultDriver<Truncate> {
    private static final FaultType<Truncate> TYPE = new FaultType<>(
            "truncate",
            1,
            Truncate.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "file",
            "Cuts a file off; the revert writes back what was there.",
            FaultType.Effect.lasting());

    @Override
    public FaultType<Truncate> type() {
        return TYPE;
    }

    @Override
    public Capability check(Truncate config, TargetRef ref, Host host) {
        return FileFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.FileAs.class.getSimpleName());
    }

    @Override
    public Prepared<Truncate> prepare(FaultId id, Truncate config, Target target) {
        Path file = FileFault.file(target, config.file());
        long size = FileFault.size(file);
        if (size <= config.to()) {
            throw new FaultFailed(file + " has " + size + " bytes; it cannot be cut off to " + config.to());
        }
        UndoStep step =
                new UndoStep.FileAs(file.toString(), FileFault.kept(file, id).toString(), "", config.to(), size);
        return FileFault.prepared(
                id, TYPE, config, target, step, file.getFileName() + " cut off to " + config.to() + " bytes", file);
    }

    @Override
    public Meter meter(Prepared<Truncate> fault, MeterContext context) {
        return new LookMeter(
                fault.id(), Meter.FILE, fault.asked(), new KeptFile(FileFault.step(fault))::isFaulted, context);
    }

    @Override
    public boolean isOvertaken(Prepared<Truncate> fault) {
        return FileFault.isOvertaken(fault);
    }

    @Override
    public void inject(Prepared<Truncate> fault, Host host) {
        FileFault.inject(fault, step -> {
            new KeptFile(step).keepCopy();
            try (FileChannel file = FileChannel.open(Path.of(step.path()), StandardOpenOption.WRITE)) {
                file.truncate(step.from());
            }
        });
    }
}
