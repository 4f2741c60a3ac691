package dev.blackstart.heal;

import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.RunRecord;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.ProcessTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ends living runs from outside, by the identity of their runners: asks them first, and kills those that take too long. */
public final class Halt {
    private static final Duration ASKED = Duration.ofSeconds(5);
    private static final Duration KILLED = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Ledgers ledgers;
    private final RunClock clock;
    private final Cancellation never = new Cancellation();

    public Halt(Ledgers ledgers, RunClock clock) {
        this.ledgers = ledgers;
        this.clock = clock;
    }

    /**
     * A run that lived.
     *
     * @param over whether its runner is gone
     * @param how it ended, or why it did not, for people
     */
    public record Ended(String run, boolean over, String how) {}

    /**
     * Ends every living run but those of this very process; blocks for seven seconds at most, and a little. One whose ledger
     * cannot be locked is among them if its runner lives.
     */
    public List<Ended> endLiving() {
        List<Ended> ended = new ArrayList<>();
        Map<String, ProcessIdentity> runners = new LinkedHashMap<>();
        for (Ledgers.Listed living : living()) {
            Optional<ProcessIdentity> runner = living.record().flatMap(RunRecord::runner);
            if (runner.isEmpty()) {
                ended.add(new Ended(
                        living.run(), false, "its ledger does not tell its process from a later one; end it yourself"));
            } else if (runner.get().pid() == ProcessHandle.current().pid()) {
                ended.add(new Ended(living.run(), false, "it is a run of this very process"));
            } else {
                runners.put(living.run(), runner.get());
            }
        }
        runners.values().forEach(runner -> signal(runner, false));
        Map<String, ProcessIdentity> left = new LinkedHashMap<>(runners);
        await(left, ASKED);
        List<String> killed = List.copyOf(left.keySet());
        left.values().forEach(runner -> signal(runner, true));
        await(left, KILLED);
        awaitUnlocked(runners.keySet());
        runners.keySet().forEach(run -> ended.add(ended(run, killed.contains(run), !left.containsKey(run))));
        return ended;
    }

    private static Ended ended(String run, boolean killed, boolean over) {
        if (!over) {
            return new Ended(run, false, "its runner could not be killed");
        }
        return new Ended(run, true, killed ? "killed, after " + ASKED.toSeconds() + " s" : "ended");
    }

    /** The last of a process is gone some milliseconds after its first thread; whoever heals needs the lock. */
    private void awaitUnlocked(Set<String> runs) {
        long start = clock.nanos();
        while (alive().stream().map(Ledgers.Listed::run).anyMatch(runs::contains)
                && clock.nanos() - start < KILLED.toNanos()) {
            never.sleep(BETWEEN_LOOKS);
        }
    }

    /** One that has only just made its ledger says in a moment who it is. */
    private List<Ledgers.Listed> living() {
        long start = clock.nanos();
        List<Ledgers.Listed> living = alive();
        while (living.stream().anyMatch(each -> each.record().isEmpty()) && clock.nanos() - start < KILLED.toNanos()) {
            never.sleep(BETWEEN_LOOKS);
            living = alive();
        }
        return living;
    }

    private List<Ledgers.Listed> alive() {
        return ledgers.list().stream()
                .filter(each -> each.state() == Ledgers.State.ALIVE
                        || (each.state() == Ledgers.State.UNREADABLE && runnerLives(each)))
                .toList();
    }

    private static boolean runnerLives(Ledgers.Listed listed) {
        return listed.record()
                .flatMap(RunRecord::runner)
                .filter(ProcessTable::lives)
                .isPresent();
    }

    /** The handle checks the start time, so that a number that has changed hands meanwhile is not hit. */
    private static void signal(ProcessIdentity runner, boolean kill) {
        Optional<ProcessHandle> handle = ProcessHandle.of(runner.pid());
        if (handle.isPresent() && ProcessTable.lives(runner)) {
            boolean unused =
                    kill ? handle.get().destroyForcibly() : handle.get().destroy();
        }
    }

    private void await(Map<String, ProcessIdentity> runners, Duration atMost) {
        long start = clock.nanos();
        runners.values().removeIf(runner -> !ProcessTable.lives(runner));
        while (!runners.isEmpty() && clock.nanos() - start < atMost.toNanos()) {
            never.sleep(BETWEEN_LOOKS);
            runners.values().removeIf(runner -> !ProcessTable.lives(runner));
        }
    }
}
