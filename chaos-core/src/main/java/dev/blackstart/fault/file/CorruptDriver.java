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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.corrupt}: turns bytes in the middle of a file over, in place; the revert writes them back. */
public final class CorruptDriver implements FaultDriver<Corrupt> {
    private static final FaultType<Corrupt> TYPE = new FaultType<>(
            "corrupt",
            1,
            Corrupt.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "file",
            "Turns bytes in the middle of a file over, in place; the revert writes them back.",
            FaultType.Effect.lasting());

    @Override
    public FaultType<Corrupt> type() {
        return TYPE;
    }

    @Override
    public Capability check(Corrupt config, TargetRef ref, Host host) {
        return FileFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.FileAs.class.getSimpleName());
    }

    @Override
    public Prepared<Corrupt> prepare(FaultId id, Corrupt config, Target target) {
        Path file = FileFault.file(target, config.file());
        long size = FileFault.size(file);
        if (size == 0) {
            throw new FaultFailed(file + " is empty; there is nothing in it to corrupt");
        }
        long count = Math.min(size, config.bytes());
        long from = (size - count) / 2;
        UndoStep step =
                new UndoStep.FileAs(file.toString(), FileFault.kept(file, id).toString(), "", from, from + count);
        return FileFault.prepared(
                id, TYPE, config, target, step, count + " bytes of " + file.getFileName() + " turned over", file);
    }

    @Override
    public Meter meter(Prepared<Corrupt> fault, MeterContext context) {
        return new LookMeter(
                fault.id(), Meter.FILE, fault.asked(), new KeptFile(FileFault.step(fault))::isFaulted, context);
    }

    @Override
    public boolean isOvertaken(Prepared<Corrupt> fault) {
        return FileFault.isOvertaken(fault);
    }

    @Override
    public void inject(Prepared<Corrupt> fault, Host host) {
        FileFault.inject(fault, step -> {
            new KeptFile(step).keepCopy();
            try (FileChannel file =
                    FileChannel.open(Path.of(step.path()), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                byte[] turned = KeptFile.bytes(file, step.from(), (int) (step.to() - step.from()));
                for (int i = 0; i < turned.length; i++) {
                    turned[i] = (byte) ~turned[i];
                }
                ByteBuffer bytes = ByteBuffer.wrap(turned);
                while (bytes.hasRemaining()) {
                    file.write(bytes, step.from() + bytes.position());
                }
            }
        });
    }
}
