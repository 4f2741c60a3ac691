package dev.blackstart.topology.process;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The processes that belong to a run: those that bear its marker or its tag, the ones it is known to have started, everything in
 * their sessions, and whatever descends from any of these. Never found by name or by a bare pid. What was once found stays the run's, also when its
 * parent, or the leader of its session, is gone at the next look. Thread-safe.
 */
public final class OwnedProcesses {
    /** The environment variable that every process of a run inherits. */
    public static final String MARKER = "BLACKSTART_RUN";

    /** The environment variable that tells the process of each of the user's own activities. */
    public static final String ACTIVITY_MARKER = "BLACKSTART_ACTIVITY";

    private static final Duration KILLED_WITHIN = Duration.ofSeconds(1);
    private static final Duration AFTER_KILL = Duration.ofMillis(200);
    private static final Duration SIGNAL_SENT_WITHIN = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final long TICKS_PER_SECOND = 100;
    private static final long NO_START = 0;
    private static final long CLOCK_SLACK_SECONDS = 2;

    private final Optional<String> marker;
    private final OptionalLong tag;
    private final List<ProcessIdentity> started;
    private final Optional<Instant> lastSign;
    private final boolean withSessions;
    private final RunClock clock = new RunClock();

    // Guarded by this.
    private final Set<ProcessIdentity> found = new HashSet<>();

    /**
     * @param run the run's id
     * @param started the leaders of its sessions, living or not
     */
    public OwnedProcesses(String run, Collection<ProcessIdentity> started) {
        this(run, started, Optional.empty());
    }

    /**
     * Of a run that is over.
     *
     * @param lastSign the last moment at which the run is known to have lived. Once its sessions are empty the kernel may give their
     *     numbers away, so a session without its leader and without any marker counts as the run's only if one of its members is
     *     older than that
     */
    public OwnedProcesses(String run, Collection<ProcessIdentity> started, Optional<Instant> lastSign) {
        this(Optional.of(MARKER + "=" + run), OptionalLong.of(ProcessTag.ofRun(run)), started, lastSign, true);
    }

    private OwnedProcesses(
            Optional<String> marker,
            OptionalLong tag,
            Collection<ProcessIdentity> started,
            Optional<Instant> lastSign,
            boolean withSessions) {
        this.marker = marker;
        this.tag = tag;
        this.started = new CopyOnWriteArrayList<>(started);
        this.lastSign = lastSign;
        this.withSessions = withSessions;
    }

    /** One replica's: its leader, everything in its session, and what bears the same tag, whatever its session is. */
    public static OwnedProcesses ofReplica(ProcessIdentity leader) {
        OptionalLong tag = ProcessTable.lives(leader) ? ProcessTag.of(leader.pid()) : OptionalLong.empty();
        return new OwnedProcesses(Optional.empty(), tag, List.of(leader), Optional.empty(), true);
    }

    /** Those that bear this in their environment, {@code NAME=value}, and what belongs to them. */
    public static OwnedProcesses ofMarked(String marker) {
        return new OwnedProcesses(Optional.of(marker), OptionalLong.empty(), List.of(), Optional.empty(), true);
    }

    /** Exactly these and what descends from them, whatever their sessions are. */
    public static OwnedProcesses ofTrees(Collection<ProcessIdentity> roots) {
        return new OwnedProcesses(Optional.empty(), OptionalLong.empty(), roots, Optional.empty(), false);
    }

    /** The run has started one more, which leads a session of its own. */
    void add(ProcessIdentity leader) {
        started.add(leader);
    }

    /** Whether it is in the session of one that the run has started itself. */
    boolean isOfStarted(ProcessTable.Row row) {
        return started.stream().anyMatch(leader -> leader.pid() == row.session());
    }

    /** Those that live now, without this very process. Reads all of {@code /proc}. */
    public List<ProcessTable.Row> living() {
        return among(ProcessTable.all(), this::isMarked);
    }

    private boolean isMarked(long pid) {
        return (tag.isPresent() && ProcessTag.isOn(pid, tag.getAsLong()))
                || (marker.isPresent() && ProcessTable.bears(pid, marker.get()));
    }

    /** Those among the rows of one look at the process table. */
    synchronized List<ProcessTable.Row> among(List<ProcessTable.Row> all, LongPredicate bearsMarker) {
        long self = ProcessHandle.current().pid();
        List<ProcessTable.Row> others =
                all.stream().filter(row -> row.pid() != self).toList();
        Set<Long> marked = others.stream()
                .map(ProcessTable.Row::pid)
                .filter(bearsMarker::test)
                .collect(Collectors.toSet());
        Set<Long> sessions = withSessions ? sessions(others, marked) : new HashSet<>();
        Set<Long> pids = new HashSet<>();
        // Until nothing new is found: a child may be listed before its parent.
        int before;
        do {
            before = pids.size();
            for (ProcessTable.Row row : others) {
                if (marked.contains(row.pid())
                        || sessions.contains(row.session())
                        || pids.contains(row.parent())
                        || isKnown(row.identity())) {
                    pids.add(row.pid());
                    if (withSessions && row.pid() == row.session()) {
                        sessions.add(row.pid());
                    }
                }
            }
        } while (pids.size() > before);
        List<ProcessTable.Row> owned =
                others.stream().filter(row -> pids.contains(row.pid())).toList();
        found.removeIf(gone -> others.stream().noneMatch(row -> row.session() == gone.pid()));
        owned.forEach(row -> found.add(row.identity()));
        return owned;
    }

    private boolean isKnown(ProcessIdentity identity) {
        return started.contains(identity) || found.contains(identity);
    }

    /** The sessions of leaders that we know, as far as they are still theirs. */
    private Set<Long> sessions(List<ProcessTable.Row> rows, Set<Long> marked) {
        Set<Long> sessions = new HashSet<>();
        for (ProcessIdentity leader : started) {
            List<ProcessTable.Row> members =
                    rows.stream().filter(row -> row.session() == leader.pid()).toList();
            if (isOurs(leader, members, marked)) {
                sessions.add(leader.pid());
            }
        }
        found.stream().filter(leader -> !ProcessTable.isForeign(leader)).forEach(leader -> sessions.add(leader.pid()));
        return sessions;
    }

    private boolean isOurs(ProcessIdentity leader, List<ProcessTable.Row> members, Set<Long> marked) {
        if (members.isEmpty() || ProcessTable.isForeign(leader)) {
            return false;
        }
        return lastSign.isEmpty()
                || ProcessTable.lives(leader)
                || members.stream().anyMatch(row -> marked.contains(row.pid()) || isOlder(row, lastSign.get()));
    }

    private static boolean isOlder(ProcessTable.Row row, Instant moment) {
        long boot = ProcessTable.bootSeconds().orElse(Long.MAX_VALUE / 2);
        return boot + row.startTicks() / TICKS_PER_SECOND <= moment.getEpochSecond() + CLOCK_SLACK_SECONDS;
    }

    /**
     * Ends them all: SIGCONT and SIGTERM to the groups, SIGKILL to whoever is left after {@code grace}, again and again until none is
     * left. Blocks at most {@code grace} and about a second; ends sooner when all are gone.
     *
     * @param cancellation when it is cancelled, or the thread is interrupted, the grace is over
     * @return those that could not be ended; empty when all is well
     */
    public List<ProcessTable.Row> end(Duration grace, Cancellation cancellation) {
        List<ProcessTable.Row> living = living();
        if (living.isEmpty()) {
            return living;
        }
        long[] groups = ownGroups(living);
        signalGroups("CONT", groups);
        signalGroups("TERM", groups);
        awaitEnd(living, grace, cancellation);
        long start = clock.nanos();
        List<ProcessTable.Row> left = living();
        // One look may miss a process that is being forked at that moment; a second one finds it.
        boolean seenNone = false;
        while (!(left.isEmpty() && seenNone) && clock.nanos() - start < KILLED_WITHIN.toNanos()) {
            seenNone = left.isEmpty();
            left.forEach(OwnedProcesses::kill);
            awaitEnd(left, AFTER_KILL, new Cancellation());
            left = living();
        }
        return left;
    }

    /**
     * The groups of those that live now, by their leaders, living or not: a group's number is not given away while it has a member. Reads
     * all of {@code /proc}.
     */
    public List<ProcessIdentity> groups() {
        return LongStream.of(ownGroups(living()))
                .sorted()
                .mapToObj(group -> ProcessTable.identityOf(group)
                        .orElseGet(() -> new ProcessIdentity(group, NO_START, ProcessTable.bootId())))
                .toList();
    }

    private void awaitEnd(List<ProcessTable.Row> rows, Duration within, Cancellation cancellation) {
        long start = clock.nanos();
        try {
            while (rows.stream().anyMatch(row -> ProcessTable.lives(row.identity()))
                    && clock.nanos() - start < within.toNanos()) {
                cancellation.sleep(POLL);
            }
        } catch (Cancelled noMoreGrace) {
            return;
        }
    }

    /** Only groups that are ours whole: a member may have stayed in, or joined, one that is not. */
    private static long[] ownGroups(List<ProcessTable.Row> living) {
        Set<Long> ours = living.stream().map(ProcessTable.Row::pid).collect(Collectors.toSet());
        Set<Long> foreign = ProcessTable.all().stream()
                .filter(row -> !ours.contains(row.pid()))
                .map(ProcessTable.Row::group)
                .collect(Collectors.toSet());
        return living.stream()
                .mapToLong(ProcessTable.Row::group)
                .distinct()
                .filter(group -> !foreign.contains(group))
                .toArray();
    }

    /** The handle checks the start time, so that a number that has changed hands meanwhile is not hit. */
    private static void kill(ProcessTable.Row row) {
        if (ProcessTable.lives(row.identity())) {
            ProcessHandle.of(row.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /**
     * Sends a signal to the whole group of this leader, if it is still that one. Blocks for some milliseconds.
     *
     * @param signal without SIG: CONT, STOP, TERM or KILL
     * @return false when the group is gone
     */
    public static boolean signal(ProcessIdentity leader, String signal) {
        if (ProcessTable.group(leader).isEmpty()) {
            return false;
        }
        signalGroups(signal, leader.pid());
        return true;
    }

    /** Java can only end single processes; the shell's own {@code kill} knows every signal, and groups. */
    private static void signalGroups(String signal, long... groups) {
        if (groups.length == 0) {
            return;
        }
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$@\" 2>/dev/null; :", "sh", signal, "--"));
        LongStream.of(groups).forEach(group -> command.add("-" + group));
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(SIGNAL_SENT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                kill.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "SIG" + signal + " could not be sent, because /bin/sh cannot be started: " + e.getMessage(), e);
        }
    }
}
