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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.swap}: puts the content of another file in the place of a file; the revert puts the old file back. */
public final class SwapDriver implements FaultDriver<Swap> {
    private static final FaultType<Swap> TYPE = new FaultType<>(
            "swap",
            1,
            Swap.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "file",
            "Puts the content of another file in the place of a file; the revert puts the old file back.",
            FaultType.Effect.lasting());

    @Override
    public FaultType<Swap> type() {
        return TYPE;
    }

    @Override
    public Capability check(Swap config, TargetRef ref, Host host) {
        return FileFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.FileAs.class.getSimpleName());
    }

    @Override
    public Prepared<Swap> prepare(FaultId id, Swap config, Target target) {
        Path file = FileFault.file(target, config.file());
        Path other = FileFault.file(target, config.with());
        try {
            String content = KeptFile.content(other);
            if (content.equals(KeptFile.content(file))) {
                throw new FaultFailed(file + " and " + other + " have the same content");
            }
            UndoStep step = new UndoStep.FileAs(
                    file.toString(), FileFault.kept(file, id).toString(), content, -1, -1);
            return FileFault.prepared(
                    id,
                    TYPE,
                    config,
                    target,
                    step,
                    file.getFileName() + " with the content of " + other.getFileName(),
                    file);
        } catch (IOException e) {
            throw new FaultFailed(file + " or " + other + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Meter meter(Prepared<Swap> fault, MeterContext context) {
        return new LookMeter(
                fault.id(), Meter.FILE, fault.asked(), new KeptFile(FileFault.step(fault))::isFaulted, context);
    }

    @Override
    public boolean isOvertaken(Prepared<Swap> fault) {
        return FileFault.isOvertaken(fault);
    }

    @Override
    public void inject(Prepared<Swap> fault, Host host) {
        FileFault.inject(fault, step -> {
            Path file = Path.of(step.path());
            Path kept = Path.of(step.kept());
            Path next = Path.of(step.kept() + ".part");
            Files.copy(FileFault.path(fault.target(), fault.config().with()), next);
            Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
            Files.setOwner(next, Files.getOwner(file));
            // The file is never missing, and its original never changes.
            Files.createLink(kept, file);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }
}
