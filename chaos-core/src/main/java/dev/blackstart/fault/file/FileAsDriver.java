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
import dev.blackstart.heal.KeptFile;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A fault that changes, replaces or removes a file, whose original is kept beside it. */
abstract class FileAsDriver<C extends Record> implements FaultDriver<C> {
    private final FaultType<C> type;

    FileAsDriver(String func, Class<C> config, String summary) {
        this.type = FileFault.type(func, config, summary);
    }

    /**
     * What the fault will do to the file.
     *
     * @param faulted as in {@link UndoStep.FileAs}, like the next two
     * @param asked for people
     */
    record Change(String faulted, long from, long to, String asked) {}

    /** The files that it is about, as the configuration names them; the fault is on the first one. */
    abstract List<String> names(C config);

    /**
     * Looks at the files, and changes nothing.
     *
     * @throws FaultFailed if the fault would have no effect on them
     */
    abstract Change change(List<Path> files, C config) throws IOException;

    /**
     * The deed: the original is kept, then the file is changed.
     *
     * @throws FaultFailed if the file is not any more as it was when the fault was prepared
     */
    abstract void change(KeptFile original, List<Path> files) throws IOException;

    static FaultFailed changedMeanwhile(Path file) {
        return new FaultFailed(
                file + " has changed since the fault was prepared; nothing was done to it, inject the fault again");
    }

    @Override
    public final FaultType<C> type() {
        return type;
    }

    @Override
    public final Capability check(C config, TargetRef ref, Host host) {
        return FileFault.check(ref);
    }

    @Override
    public final void requireSensible(C config, Topology topology) {
        names(config).forEach(file -> FileFault.requireSensible(topology, file));
    }

    @Override
    public final List<String> doubts(C config, Topology topology) {
        return names(config).stream()
                .flatMap(file -> FileFault.missing(topology, file).stream())
                .toList();
    }

    /** A replica has many files. */
    @Override
    public final String conflictKey(C config) {
        return type.conflictKey() + " " + Path.of(names(config).get(0)).normalize();
    }

    @Override
    public final List<String> undoKinds() {
        return List.of(UndoStep.FileAs.class.getSimpleName());
    }

    @Override
    public final Prepared<C> prepare(FaultId id, C config, Target target) {
        List<Path> files = files(config, target);
        Path file = files.get(0);
        try {
            Change change = change(files, config);
            UndoStep step = new UndoStep.FileAs(
                    file.toString(), kept(file, id).toString(), change.faulted(), change.from(), change.to());
            return FileFault.prepared(id, type, config, target, step, change.asked(), file);
        } catch (IOException e) {
            throw new FaultFailed(file + " cannot be read: " + e, e);
        }
    }

    private List<Path> files(C config, Target target) {
        return names(config).stream().map(name -> FileFault.file(target, name)).toList();
    }

    /** A name beside the file, on its file system, that nobody has. */
    private static Path kept(Path file, FaultId id) {
        return file.resolveSibling("." + file.getFileName() + ".blackstart-" + id + "-"
                + UUID.randomUUID().toString().substring(0, 8));
    }

    private static KeptFile original(Prepared<?> fault) {
        return new KeptFile((UndoStep.FileAs) fault.undo().steps().get(0));
    }

    @Override
    public final Meter meter(Prepared<C> fault, MeterContext context) {
        return new LookMeter(
                fault.id(), Meter.FILE, fault.asked(), new FileLook(original(fault), context.clock()), context);
    }

    @Override
    public final boolean isOvertaken(Prepared<C> fault) {
        return !original(fault).isFaulted();
    }

    @Override
    public final void inject(Prepared<C> fault, Host host) {
        try {
            change(original(fault), files(fault.config(), fault.target()));
        } catch (IOException e) {
            throw new FaultFailed(fault.asked() + " did not work: " + e, e);
        }
    }
}
