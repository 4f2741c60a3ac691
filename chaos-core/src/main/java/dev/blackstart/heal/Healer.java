package dev.blackstart.heal;

import dev.blackstart.ledger.HeldRun;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.RunRecord;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.process.OwnedProcesses;
import dev.blackstart.topology.process.ProcessTable;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches one run from a process of its own, and puts it right when its runner dies, or a lease of a fault ends: then that fault is
 * taken back, and if the runner is suspended, everything that can be reached. What fails is tried again, in longer and longer
 * intervals. Ends when nothing of the run is left. Not for several threads.
 */
public final class Healer {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final int SOON_LOOKS = 100;

    /** A pause between two looks by which this very process was suspended: what it missed is on the pipe. */
    private static final Duration SUSPENDED = Duration.ofSeconds(2);

    private final Ledgers ledgers;
    private final String run;
    private final Signs signs;
    private final LongSupplier nanos;
    private final Heal.KilledRun journal;
    private final Consumer<String> log;
    private final Leases leases;
    private final Backoff whole = new Backoff();
    private final Map<IntendedFault, Backoff> single = new HashMap<>();
    private Optional<Backoff> takeover = Optional.empty();
    private long lastTick;
    private long length = -1;
    private int looks;
    private String trouble = "";

    /** What a healer hears of its runner. */
    interface Signs {
        /** Whether nothing more will be heard. */
        boolean isOver();

        /** When something was heard last, by the healer's monotonic clock. */
        long lastHeard();

        /** Waits that long, or until nothing more will be heard. */
        void await(Duration atMost);

        /** Lets the runner know that it is watched. */
        void answer();
    }

    /**
     * Watches a run that has a ledger.
     *
     * @param runner its end of a pipe: a byte is a sign of life, the end of it is the end of the runner
     * @param answers takes a byte for each look, so that the runner notices a healer that stands still
     * @param journal called when the run was killed
     * @param log takes one line for each thing done
     */
    public Healer(
            Ledgers ledgers,
            String run,
            InputStream runner,
            PrintStream answers,
            RunClock clock,
            Heal.KilledRun journal,
            Consumer<String> log) {
        this(ledgers, run, PipeSigns.read(runner, answers, clock), clock::nanos, journal, log);
    }

    Healer(Ledgers ledgers, String run, Signs signs, LongSupplier nanos, Heal.KilledRun journal, Consumer<String> log) {
        this.ledgers = ledgers;
        this.run = run;
        this.signs = signs;
        this.nanos = nanos;
        this.journal = journal;
        this.log = log;
        this.lastTick = nanos.getAsLong();
        this.leases = new Leases(lastTick);
    }

    /** Does once, without effect, what has to be quick later. Blocks for some milliseconds. */
    public void warmUp() {
        look(nanos.getAsLong());
        new OwnedProcesses("nobody", List.of()).living();
        ProcessTable.identityOf(ProcessHandle.current().pid()).ifPresent(self -> OwnedProcesses.signal(self, "CONT"));
    }

    /**
     * Blocks until nothing of the run is left.
     *
     * @return whether that is so; false when it was tried often enough, and the ledger is left to {@code heal}
     */
    public boolean watch() {
        while (true) {
            if (signs.isOver() || leases.isSilent(nanos.getAsLong())) {
                if (trying(this::isHealed, whole)) {
                    return true;
                }
                if (whole.isOver()) {
                    log.accept("given up: 'blackstart heal' tries again");
                    return false;
                }
            }
            trying(this::tick, new Backoff());
            signs.answer();
            // A runner that has closed the pipe is on the point of letting go of its lock.
            signs.await(signs.isOver() && looks++ < SOON_LOOKS ? SOON : TICK);
        }
    }

    /** Whatever goes wrong, the next time it may not. */
    private boolean trying(BooleanSupplier step, Backoff backoff) {
        try {
            return step.getAsBoolean();
        } catch (RuntimeException e) {
            if (!e.toString().equals(trouble)) {
                trouble = e.toString();
                log.accept("NOT done: " + trouble);
            }
            backoff.failed(nanos.getAsLong());
            return false;
        }
    }

    /** Puts the run right if it is over; whether nothing is left to do. */
    private boolean isHealed() {
        if (!whole.isDue(nanos.getAsLong())) {
            return false;
        }
        // Empty while it lives, or somebody else is at it.
        Optional<HeldRun> held = ledgers.take(run);
        if (held.isPresent()) {
            try (HeldRun dead = held.get()) {
                log.accept("the run is over, and has left its ledger");
                Heal.Healed healed = RunHealing.heal(dead, journal);
                say(healed);
                if (!healed.failed().isEmpty()) {
                    whole.failed(nanos.getAsLong());
                }
            }
        }
        return ledgers.read(run).isEmpty();
    }

    /** Looks at the leases of a run that lives; whether one has ended. */
    boolean tick() {
        long now = nanos.getAsLong();
        boolean suspended = now - lastTick > SUSPENDED.toNanos();
        lastTick = now;
        leases.heard(signs.lastHeard());
        look(now);
        List<IntendedFault> lapsed = suspended ? List.of() : leases.lapsed(now);
        if (takeover.isPresent() || (!lapsed.isEmpty() && leases.isSilent(now))) {
            takeOver(now);
        } else {
            single.keySet().retainAll(lapsed);
            lapsed.forEach(fault -> takeBack(fault, now));
        }
        return !lapsed.isEmpty();
    }

    private void look(long now) {
        long changed = ledgers.length(run);
        if (changed != length) {
            length = changed;
            leases.pending(ledgers.read(run).map(RunRecord::pending).orElse(List.of()), now);
        }
    }

    /** The runner goes on, but does not take this fault back. */
    private void takeBack(IntendedFault fault, long now) {
        Backoff backoff = single.computeIfAbsent(fault, first -> new Backoff());
        if (!backoff.isDue(now)) {
            return;
        }
        ledgers.hold(run).ifPresent(held -> {
            try (held) {
                log.accept("the lease of fault " + fault.id() + " has ended");
                say(RunHealing.ofOne(held.record(), fault));
            }
        });
        // Also where it worked: it is looked after until the runner notes that it is gone.
        backoff.failed(now);
    }

    /** The runner is suspended past a lease. */
    private void takeOver(long now) {
        Backoff backoff = takeover.orElseGet(Backoff::new);
        takeover = Optional.of(backoff);
        if (!backoff.isDue(now)) {
            return;
        }
        ledgers.hold(run).ifPresent(held -> {
            try (held) {
                log.accept("a lease has ended, and the runner is silent: taking over");
                mark(held);
                Heal.Healed healed = RunHealing.besideSuspended(held.record());
                say(healed);
                if (healed.failed().isEmpty()) {
                    takeover = Optional.empty();
                    leases.pending(List.of(), now);
                }
            }
        });
        backoff.failed(now);
    }

    /** A runner that cannot be told finds out by what it misses. */
    private void mark(HeldRun held) {
        try {
            held.takeOver();
        } catch (UncheckedIOException e) {
            log.accept("NOT done: " + e.getMessage());
        }
    }

    private void say(Heal.Healed healed) {
        healed.done().forEach(each -> log.accept("done: " + each));
        healed.told().forEach(each -> log.accept("note: " + each));
        healed.failed().forEach(each -> log.accept("NOT done: " + each));
    }
}
