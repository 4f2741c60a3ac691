package dev.blackstart.heal;

import dev.blackstart.ledger.HeldRun;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.RunRecord;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts right what runs that died have left: faults, processes, temporary folders, in this order, from their ledgers. Living runs are
 * left alone. Does nothing when there is nothing; two healers at once share the runs between them. A ledger that cannot be read keeps
 * nobody from the others.
 */
public final class Heal {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int LOOKS = 60;
    private static final int LOOKS_FOR_END = 20;

    private final Ledgers ledgers;

    public Heal(Ledgers ledgers) {
        this.ledgers = ledgers;
    }

    /**
     * A run that has a ledger.
     *
     * @param folder where its journal lies; empty when its ledger does not say
     * @param left what would be put right, or why nobody can tell, for people; empty for a living run
     */
    public record Found(
            String run, Ledgers.State state, Optional<Path> folder, Optional<Instant> started, List<String> left) {
        public Found {
            left = List.copyOf(left);
        }

        /** Whether there may be something to put right, whoever is at it. */
        public boolean isLeft() {
            return state != Ledgers.State.ALIVE;
        }
    }

    /**
     * A run that has been put right, or could not be.
     *
     * @param done what was done, in its order
     * @param told what nobody can put right or know any more
     * @param failed what could not be done, and why; then the ledger stays, and healing can be tried again
     */
    public record Healed(String run, Path folder, List<String> done, List<String> told, List<String> failed) {
        public Healed {
            done = List.copyOf(done);
            told = List.copyOf(told);
            failed = List.copyOf(failed);
        }
    }

    /** Writes into the journal of a run that it was killed. */
    @FunctionalInterface
    public interface KilledRun {
        /**
         * Called for a run that did not end by itself, after it has been put right. May be called once more for the same run if the
         * healer itself died right after the first time.
         *
         * @throws IOException when the journal cannot be written; the ledger stays then
         */
        void runKilled(Path runFolder, List<String> healed) throws IOException;
    }

    /** Every run that has a ledger, with what healing it would do. Changes nothing. */
    public List<Found> find() {
        List<Found> found = new ArrayList<>();
        for (Ledgers.Listed listed : ledgers.list()) {
            Optional<RunRecord> record = listed.record();
            found.add(new Found(
                    listed.run(),
                    listed.state(),
                    record.map(RunRecord::folder),
                    record.map(RunRecord::started),
                    left(listed)));
        }
        return found;
    }

    private static List<String> left(Ledgers.Listed listed) {
        return switch (listed.state()) {
            case ALIVE -> List.of();
            case UNREADABLE -> listed.problem().stream().toList();
            case HEALING, ENDED, DEAD -> listed.record().map(RunHealing::left).orElse(List.of());
        };
    }

    /**
     * Heals every run that is over. Blocks for about two seconds a run at most, mostly for some milliseconds; where somebody else is
     * at a run, such as its own healer, also until that has tried. What could not be held is not in the result: {@link #find} has it.
     *
     * @param journal called for each run that was killed
     */
    public List<Healed> heal(KilledRun journal) {
        List<Healed> healed = new ArrayList<>();
        for (Ledgers.Listed listed : ledgers.list()) {
            if (listed.state() != Ledgers.State.ALIVE && listed.state() != Ledgers.State.UNREADABLE) {
                boolean tried = heal(listed.run(), LOOKS, journal, healed);
                listed.record().flatMap(RunRecord::healer).ifPresent(Heal::awaitEnd);
                if (!tried) {
                    // Its own healer may have been at it in vain, and has let go of it now.
                    heal(listed.run(), 0, journal, healed);
                }
            }
        }
        return healed;
    }

    private boolean heal(String run, int looks, KilledRun journal, List<Healed> healed) {
        Optional<HeldRun> taken = take(run, looks);
        taken.ifPresent(dead -> {
            try (dead) {
                healed.add(RunHealing.heal(dead, journal));
            }
        });
        return taken.isPresent();
    }

    /** A healer ends by itself when nothing is left for it to do. */
    private static void awaitEnd(ProcessIdentity healer) {
        Cancellation never = new Cancellation();
        for (int i = 0; i < LOOKS_FOR_END && ProcessTable.lives(healer); i++) {
            never.sleep(BETWEEN_LOOKS);
        }
    }

    /** Empty when somebody else is at it, when it is gone, or when it cannot be read any more. */
    private Optional<HeldRun> take(String run, int looks) {
        Cancellation never = new Cancellation();
        try {
            Optional<HeldRun> taken = ledgers.take(run);
            for (int i = 0; taken.isEmpty() && i < looks && ledgers.read(run).isPresent(); i++) {
                never.sleep(BETWEEN_LOOKS);
                taken = ledgers.take(run);
            }
            return taken;
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
