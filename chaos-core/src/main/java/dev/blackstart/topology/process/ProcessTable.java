package dev.blackstart.topology.process;

import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this machine, read from {@code /proc}. Each call looks anew; nothing is cached but the boot id. Where there is no
 * {@code /proc}, there are no processes. Linux only.
 */
public final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final String BOOT_ID = readBootId();
    private static final int TICKS_PER_SECOND = 100;

    /** Where idle stands in a line of the kernel's; after it that in which only disks were waited for. */
    private static final int IDLE = 3;

    private ProcessTable() {}

    /**
     * One line of the table.
     *
     * @param group the process group
     * @param session the session, which is the pid of the process that opened it
     * @param state as in {@code /proc/<pid>/stat}: R, S, D, T (stopped), Z (a zombie) …
     * @param startTicks clock ticks after boot
     */
    public record Row(long pid, long parent, long group, long session, char state, long startTicks) {
        public ProcessIdentity identity() {
            return new ProcessIdentity(pid, startTicks, BOOT_ID);
        }

        /** Whether it still does something; a zombie only waits for its parent to look. */
        public boolean lives() {
            return state != 'Z' && state != 'X';
        }

        public boolean isStopped() {
            return state == 'T' || state == 't';
        }
    }

    /** The identity of the process that has this pid now; empty when there is none, or only its zombie. */
    public static Optional<ProcessIdentity> identityOf(long pid) {
        return row(pid).filter(Row::lives).map(Row::identity);
    }

    /** Whether exactly this process lives. */
    public static boolean lives(ProcessIdentity identity) {
        return identityOf(identity.pid()).filter(identity::equals).isPresent();
    }

    /** Every living process. */
    public static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                row(Long.parseLong(String.valueOf(entry.getFileName())))
                        .filter(Row::lives)
                        .ifPresent(rows::add);
            }
        } catch (IOException e) {
            return List.of();
        }
        return rows;
    }

    /**
     * The living members of the group that this process leads or led; empty when the number has since become another process's.
     * A number is not given away while a group or a session bears it.
     */
    public static List<Row> group(ProcessIdentity leader) {
        return isForeign(leader)
                ? List.of()
                : all().stream().filter(row -> row.group() == leader.pid()).toList();
    }

    /** Whether the number now belongs to another process than this one. */
    static boolean isForeign(ProcessIdentity leader) {
        return !leader.bootId().equals(BOOT_ID)
                || row(leader.pid())
                        .filter(row -> row.startTicks() != leader.startTicks())
                        .isPresent();
    }

    /** Whether the process was started with this in its environment, {@code NAME=value}; false where we may not look. */
    public static boolean bears(long pid, String marker) {
        try {
            String environment = Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            String wanted = new String(marker.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return ("\0" + environment + "\0").contains("\0" + wanted + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether its command line has this word; false when it is gone. */
    public static boolean hasArgument(long pid, String word) {
        try {
            String line = Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return ("\0" + line).contains("\0" + word + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /** The program's name, at most 15 characters of it; empty when it is gone. */
    public static String name(long pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * How long it has wanted a processor, its children left out: the time that it ran, and the time that it was ready to run and
     * waited for its turn; zero when it is gone, or where the kernel does not count that.
     */
    public static Duration processorWanted(long pid) {
        try {
            String[] nanos = Files.readString(PROC.resolve(pid + "/schedstat"), StandardCharsets.ISO_8859_1)
                    .strip()
                    .split(" ");
            return Duration.ofNanos(Long.parseLong(nanos[0]) + Long.parseLong(nanos[1]));
        } catch (IOException | IndexOutOfBoundsException e) {
            return Duration.ZERO;
        }
    }

    /** The same without its waiting. */
    public static Duration processorUsed(long pid) {
        try {
            String schedstat = Files.readString(PROC.resolve(pid + "/schedstat"), StandardCharsets.ISO_8859_1);
            return Duration.ofNanos(Long.parseLong(schedstat.substring(0, schedstat.indexOf(' '))));
        } catch (IOException | IndexOutOfBoundsException e) {
            return Duration.ZERO;
        }
    }

    /** For how long processors of this machine have had nothing to do, all together; zero where that cannot be read. */
    public static Duration idle() {
        try (var lines = Files.lines(PROC.resolve("stat"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("cpu "))
                    .map(line -> line.substring(4).strip().split(" ", -1))
                    .map(ticks -> Long.parseLong(ticks[IDLE]) + Long.parseLong(ticks[IDLE + 1]))
                    .map(ticks -> Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND))
                    .findFirst()
                    .orElse(Duration.ZERO);
        } catch (IOException e) {
            return Duration.ZERO;
        }
    }

    /** Seconds since the epoch at which the machine was booted; empty where it cannot be read. */
    static OptionalLong bootSeconds() {
        try (var lines = Files.lines(PROC.resolve("stat"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("btime "))
                    .mapToLong(line -> Long.parseLong(line.substring(6).strip()))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static Optional<Row> row(long pid) {
        try {
            return Optional.ofNullable(
                    parse(pid, Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The second field is the program's name in parentheses, and may itself contain spaces and parentheses. */
    static @Nullable Row parse(long pid, String stat) {
        int name = stat.lastIndexOf(')');
        if (name < 0 || name + 2 >= stat.length()) {
            return null;
        }
        String[] fields = stat.substring(name + 2).strip().split(" ");
        if (fields.length < 20) {
            return null;
        }
        return new Row(
                pid,
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                fields[0].charAt(0),
                Long.parseLong(fields[19]));
    }

    /** Of this boot of the machine; empty where it cannot be read. */
    static String bootId() {
        return BOOT_ID;
    }

    private static String readBootId() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
