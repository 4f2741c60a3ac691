package dev.blackstart.topology.process;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The machine's processes as {@code /proc} shows them, and signals to those that belong to a run. Linux only; where there is no
 * {@code /proc} it finds nothing. Stateless, thread-safe.
 *
 * <p>A process is never told by its number alone: numbers are given out again. Zombies count as gone.
 */
public final class ProcessTable {
    /** The environment variable that marks every process of a run. */
    public static final String MARKER = "BLACKSTART_RUN";

    private static final Path PROC = Path.of("/proc");
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration KILL_WITHIN = Duration.ofSeconds(5);
    private static final int KILL_COMMAND_SECONDS = 5;

    private final RunClock clock;

    public ProcessTable(RunClock clock) {
        this.clock = clock;
    }

    /** The fields of {@code /proc/<pid>/stat} that matter here. */
    private record Stat(long pid, char state, long group, long session, long startTicks) {}

    /** Who has that number now; empty if nobody, or only a zombie. */
    public Optional<ProcessIdentity> identityOf(long pid) {
        return stat(pid).filter(ProcessTable::lives).map(stat -> new ProcessIdentity(pid, stat.startTicks, bootId()));
    }

    /** Whether that very process is there and no zombie; stopped counts. */
    public boolean isAlive(ProcessIdentity identity) {
        return identityOf(identity.pid()).filter(identity::equals).isPresent();
    }

    /** The state letter of {@code /proc/<pid>/stat}, such as R, S, T or Z; {@code '-'} if there is no such process. */
    public char state(long pid) {
        return stat(pid).map(Stat::state).orElse('-');
    }

    /**
     * The live processes whose initial environment has {@code BLACKSTART_RUN} with that value, but not this one. Reads all of /proc,
     * some ten milliseconds.
     */
    public List<Long> ofRun(String marker) {
        String wanted = MARKER + "=" + marker;
        return select(stat -> environment(stat.pid).contains(wanted));
    }

    /** The live processes of a session, but not this one. */
    public List<Long> ofSession(long sid) {
        return select(stat -> stat.session == sid);
    }

    /** The live processes of a group, but not this one. */
    public List<Long> ofGroup(long pgid) {
        return select(stat -> stat.group == pgid);
    }

    /**
     * Whether no other process can have taken its number: it is there (a zombie too), or nobody is. While a session or group has
     * members the kernel gives its number to no new process, so with the leader gone they are still its own.
     */
    public boolean owns(ProcessIdentity identity) {
        if (!identity.bootId().equals(bootId())) {
            return false;
        }
        Optional<Stat> now = stat(identity.pid());
        return now.isEmpty() || now.get().startTicks == identity.startTicks();
    }

    /**
     * Sends a signal to a process group, if its leader is still that process. Blocks for as long as {@code kill} takes, at most 5 s.
     *
     * @param signal STOP, CONT, TERM or KILL
     * @return whether the leader was still there and {@code kill} reported success
     */
    public boolean signalGroup(ProcessIdentity leader, String signal) {
        return isAlive(leader) && signalGroup(leader.pid(), signal);
    }

    /**
     * Ends whatever belongs to a run: the marked processes, the known ones that are still themselves, and the groups and sessions of
     * both. CONT and TERM, then KILL once {@code grace} has passed; again until nothing is left. Blocks for at most {@code grace} and
     * five seconds.
     *
     * @param known processes that lead a session which the run had started; others with their numbers are not touched
     * @return the numbers of the processes that are still there, normally none
     */
    public List<Long> endRun(String runId, Collection<ProcessIdentity> known, Duration grace) {
        Belongings belongings = new Belongings(runId, known);
        return end(belongings::find, grace);
    }

    /** What {@link #endRun} would end now: the numbers of the processes. */
    public List<Long> belongings(String runId, Collection<ProcessIdentity> known) {
        return new Belongings(runId, known).find().stream().map(Stat::pid).toList();
    }

    /**
     * Ends a process group, if its number is still that process's: CONT and TERM, then KILL once {@code grace} has passed. Blocks for
     * at most {@code grace} and five seconds.
     *
     * @return the numbers of the processes that are still there, normally none
     */
    public List<Long> endGroup(ProcessIdentity leader, Duration grace) {
        return end(
                () -> owns(leader)
                        ? all().stream()
                                .filter(stat -> stat.group == leader.pid())
                                .toList()
                        : List.of(),
                grace);
    }

    private List<Long> end(Supplier<List<Stat>> search, Duration grace) {
        long termUntil = clock.nanos() + grace.toNanos();
        long killUntil = termUntil + KILL_WITHIN.toNanos();
        Set<Long> asked = new HashSet<>();
        List<Stat> left = search.get();
        while (!left.isEmpty() && clock.nanos() < killUntil) {
            if (clock.nanos() < termUntil) {
                List<Stat> fresh =
                        left.stream().filter(stat -> asked.add(stat.pid)).toList();
                // A stopped process sees no TERM until it goes on.
                signal(fresh, "CONT");
                signal(fresh, "TERM");
            } else {
                signal(left, "KILL");
            }
            // Not the run's cancellation: clearing up goes on after it.
            new Cancellation().sleep(STEP);
            left = search.get();
        }
        return left.stream().map(Stat::pid).toList();
    }

    /** What a run owns. Sessions are remembered, so that a leader's children are found after its end. */
    private final class Belongings {
        private final String runId;
        private final Set<Long> sessions = new LinkedHashSet<>();

        Belongings(String runId, Collection<ProcessIdentity> known) {
            this.runId = runId;
            known.stream().filter(ProcessTable.this::owns).forEach(identity -> sessions.add(identity.pid()));
        }

        List<Stat> find() {
            String wanted = MARKER + "=" + runId;
            long self = ProcessHandle.current().pid();
            long ownSession = stat(self).map(Stat::session).orElse(0L);
            List<Stat> all = all();
            for (Stat stat : all) {
                // A session of the run's is one that a marked process leads; a marked child of somebody else's shell
                // makes it none.
                if (stat.session == stat.pid
                        && stat.pid != ownSession
                        && environment(stat.pid).contains(wanted)) {
                    sessions.add(stat.session);
                }
            }
            return all.stream()
                    .filter(stat -> sessions.contains(stat.session)
                            || environment(stat.pid).contains(wanted))
                    .toList();
        }
    }

    private static void signal(List<Stat> stats, String signal) {
        if (!stats.isEmpty()) {
            kill(signal, stats.stream().map(stat -> Long.toString(stat.pid)).toList());
        }
    }

    private static boolean signalGroup(long pgid, String signal) {
        return kill(signal, List.of("-" + pgid));
    }

    private static boolean kill(String signal, List<String> targets) {
        List<String> command = new ArrayList<>(List.of(killCommand(), "-" + signal, "--"));
        command.addAll(targets);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            if (process.waitFor(KILL_COMMAND_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot send SIG" + signal + " to " + targets + ": " + e.getMessage()
                            + "; the program 'kill' (package procps or util-linux) is needed",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String killCommand() {
        return Files.isExecutable(Path.of("/bin/kill")) ? "/bin/kill" : "kill";
    }

    private static List<Long> select(Predicate<Stat> wanted) {
        return all().stream().filter(wanted).map(Stat::pid).toList();
    }

    /** Everything that lives, but this process. */
    private static List<Stat> all() {
        List<Stat> found = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                long pid = Long.parseLong(folder.getFileName().toString());
                if (pid != self) {
                    stat(pid).filter(ProcessTable::lives).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            // No /proc, no processes to find.
            return found;
        }
        return found;
    }

    private static boolean lives(Stat stat) {
        return stat.state != 'Z' && stat.state != 'X';
    }

    private static Optional<Stat> stat(long pid) {
        String text;
        try {
            text = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty();
        }
        // The second field is the program's name in parentheses and may itself have spaces and parentheses.
        if (text.indexOf(')') < 0) {
            return Optional.empty();
        }
        String[] fields = text.substring(text.lastIndexOf(')') + 2).strip().split(" ", -1);
        return Optional.of(new Stat(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19])));
    }

    private static List<String> environment(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException e) {
            // Gone, or somebody else's.
            return List.of();
        }
    }

    private static String bootId() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
