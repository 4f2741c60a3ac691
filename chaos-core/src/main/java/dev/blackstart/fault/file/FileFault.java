package dev.blackstart.fault.file;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.KeptFile;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** What all faults on files have in common: whose file it is, and where its original is kept. */
final class FileFault {
    private FileFault() {}

    static Capability check(TargetRef ref) {
        return ref instanceof ReplicaRef
                ? new Capability.Available()
                : new Capability.Unavailable(ref + " is not a replica", "write the service whose file it is");
    }

    static Target.OfReplica replica(Target target) {
        if (target instanceof Target.OfReplica replica) {
            return replica;
        }
        throw new IllegalArgumentException("a file is a replica's, not one of " + target.ref());
    }

    /**
     * The file, from the folder in which the replica is started.
     *
     * @throws FaultFailed if it is not there, or no regular file
     */
    static Path file(Target target, String file) {
        Path path = path(target, file);
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FaultFailed(
                    path + (Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? " is no regular file" : " does not exist"));
        }
        return path;
    }

    static Path path(Target target, String file) {
        return replica(target).topology().declared().folder().resolve(file).normalize();
    }

    /** A name beside the file, on its file system, that nobody has. */
    static Path kept(Path file, FaultId id) {
        return file.resolveSibling("." + file.getFileName() + ".blackstart-" + id + "-"
                + UUID.randomUUID().toString().substring(0, 8));
    }

    static <C extends Record> Prepared<C> prepared(
            FaultId id, FaultType<C> type, C config, Target target, UndoStep step, String asked, Path file) {
        return new Prepared<>(
                id, type, config, target, new Undo(Undo.VERSION, type.name(), List.of(step)), asked, file.toString());
    }

    static UndoStep.FileAs step(Prepared<?> fault) {
        return (UndoStep.FileAs) fault.undo().steps().get(0);
    }

    /** Whether somebody else has changed the file since. */
    static boolean isOvertaken(Prepared<?> fault) {
        return !new KeptFile(step(fault)).isFaulted();
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new FaultFailed(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A deed on a file. */
    interface Deed {
        void change(UndoStep.FileAs step) throws IOException;
    }

    static void inject(Prepared<?> fault, Deed deed) {
        try {
            deed.change(step(fault));
        } catch (IOException e) {
            throw new FaultFailed(fault.asked() + " did not work: " + e, e);
        }
    }
}
