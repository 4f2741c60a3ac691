package dev.blackstart.fault.file;

import dev.blackstart.document.Suggestions;
import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What all faults on files have in common: whose file it is, and that it lies in the topology's folder. */
final class FileFault {
    private FileFault() {}

    static <C extends Record> FaultType<C> type(String func, Class<C> config, String summary) {
        return new FaultType<>(
                func,
                1,
                config,
                Set.of(FaultType.TargetKind.REPLICA),
                FaultType.Lifetime.BEYOND_RUNNER,
                "file",
                summary,
                FaultType.Effect.lasting());
    }

    static Capability check(TargetRef ref) {
        return ref instanceof ReplicaRef
                ? new Capability.Available()
                : new Capability.Unavailable(ref + " is not a replica", "write the service whose file it is");
    }

    /**
     * The file, from the folder in which the replica is started; its folder without symbolic links.
     *
     * @throws FaultFailed if it is not there, or no regular file
     * @throws IllegalArgumentException if it is outside the topology's folder
     */
    static Path file(Target target, String file) {
        if (!(target instanceof Target.OfReplica replica)) {
            throw new IllegalArgumentException("a file is a replica's, not one of " + target.ref());
        }
        Topology declared = replica.topology().declared();
        requireInside(declared, file);
        Path path = real(declared, file);
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FaultFailed(
                    path + (Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? " is no regular file" : " does not exist"));
        }
        return path;
    }

    /**
     * At plan time: what is there by now cannot be such that the fault is refused later.
     *
     * @throws IllegalArgumentException if it leads out of the topology's folder, or is no regular file
     */
    static void requireSensible(Topology declared, String file) {
        requireInside(declared, file);
        Path path = real(declared, file);
        if (Files.isSymbolicLink(path)) {
            throw new IllegalArgumentException("'" + file + "' is a symbolic link, and no fault changes what is behind"
                    + " one; name the file that it leads to, if that is below the topology's folder");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("'" + file + "' is "
                    + (Files.isDirectory(path) ? "a folder" : "no regular file") + "; name a file");
        }
    }

    /** What only the service can put right: it may make the file when it starts. */
    static Optional<String> missing(Topology declared, String file) {
        Path path = real(declared, file);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return Optional.of("'" + file + "' is not there yet; it has to be when the fault is injected"
                + Suggestions.didYouMean(String.valueOf(path.getFileName()), neighbours(path)));
    }

    private static List<String> neighbours(Path path) {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> String.valueOf(each.getFileName())).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * At plan time as well: what is there by now of the way to the file is followed.
     *
     * @throws IllegalArgumentException if it leads out of the topology's folder
     */
    static void requireInside(Topology declared, String file) {
        Path folder = real(declared, ".");
        Path path = real(declared, file);
        if (!path.startsWith(folder) || path.equals(folder)) {
            throw new IllegalArgumentException("'" + file + "' is " + path + ", outside the topology's folder " + folder
                    + ", and no fault changes a file out there; name a file below that folder, or put the topology file"
                    + " into a folder above both");
        }
    }

    /** Where it really is: symbolic links on the way to it lead elsewhere, one in its place is no regular file. */
    private static Path real(Topology declared, String file) {
        Path path = declared.folder().resolve(file);
        Path above = path.endsWith(".") || path.endsWith("..") ? path : path.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        try {
            return above == null
                    ? path.normalize()
                    : above.toRealPath().resolve(above.relativize(path)).normalize();
        } catch (IOException e) {
            throw new IllegalArgumentException("'" + file + "' cannot be looked for: " + e, e);
        }
    }

    static <C extends Record> Prepared<C> prepared(
            FaultId id, FaultType<C> type, C config, Target target, UndoStep step, String asked, Path file) {
        return new Prepared<>(
                id, type, config, target, new Undo(Undo.VERSION, type.name(), List.of(step)), asked, file.toString());
    }
}
