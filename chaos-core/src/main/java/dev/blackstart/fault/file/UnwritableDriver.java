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
import dev.blackstart.heal.FileAttributes;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@code blackstart.fault.unwritable}: keeps everybody, root too, from changing a file (chattr +i); the revert lets them again. */
public final class UnwritableDriver implements FaultDriver<Unwritable> {
    private static final FaultType<Unwritable> TYPE = FileFault.type(
            "unwritable",
            Unwritable.class,
            "Keeps everybody, root too, from changing a file (chattr +i); the revert lets them again.");

    @Override
    public FaultType<Unwritable> type() {
        return TYPE;
    }

    @Override
    public Capability check(Unwritable config, TargetRef ref, Host host) {
        return FileFault.check(ref);
    }

    @Override
    public void requireSensible(Unwritable config, Topology topology) {
        FileFault.requireSensible(topology, config.file());
    }

    @Override
    public List<String> doubts(Unwritable config, Topology topology) {
        return FileFault.missing(topology, config.file()).stream().toList();
    }

    /** A replica has many files. */
    @Override
    public String conflictKey(Unwritable config) {
        return TYPE.conflictKey() + " " + Path.of(config.file()).normalize();
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.MutableFile.class.getSimpleName());
    }

    @Override
    public Prepared<Unwritable> prepare(FaultId id, Unwritable config, Target target) {
        Path file = FileFault.file(target, config.file());
        if (FileAttributes.isImmutable(file).isEmpty()) {
            throw new FaultFailed("the file system of " + file + " knows no attribute that keeps root from writing");
        }
        if (FileAttributes.isImmutable(file).get()) {
            throw new FaultFailed(file + " cannot be written already");
        }
        return FileFault.prepared(
                id,
                TYPE,
                config,
                target,
                new UndoStep.MutableFile(file.toString()),
                file.getFileName() + " cannot be written",
                file);
    }

    @Override
    public Meter meter(Prepared<Unwritable> fault, MeterContext context) {
        Path file = file(fault);
        return new LookMeter(fault.id(), Meter.FILE, fault.asked(), () -> !isWritable(file), context);
    }

    @Override
    public boolean isOvertaken(Prepared<Unwritable> fault) {
        return isWritable(file(fault));
    }

    @Override
    public void inject(Prepared<Unwritable> fault, Host host) {
        if (!FileAttributes.setImmutable(file(fault), true)) {
            throw new FaultFailed(
                    "chattr +i " + file(fault) + " did not work; it takes root, and a file system that has it");
        }
    }

    private static Path file(Prepared<Unwritable> fault) {
        return Path.of(((UndoStep.MutableFile) fault.undo().steps().get(0)).path());
    }

    /** Tried, not asked: opened for appending, and nothing written. */
    private static boolean isWritable(Path file) {
        try (FileChannel opened = FileChannel.open(file, StandardOpenOption.APPEND)) {
            return opened.isOpen();
        } catch (IOException e) {
            return false;
        }
    }
}
