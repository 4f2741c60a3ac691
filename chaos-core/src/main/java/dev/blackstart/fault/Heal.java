package dev.blackstart.fault;

import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Clears up after runs that died: takes their faults back, ends their processes, removes their ledgers. May be done at any time, any
 * number of times and by several at once; living runs are left alone.
 */
public final class Heal {
    private static final Duration STEP_LIMIT = Duration.ofSeconds(10);

    private final Path root;
    private final Duration grace;
    private final UndoExecutor undos;
    private final ProcessTable processes;

    /**
     * @param root where the ledgers lie, normally {@link Ledgers#root()}
     * @param grace how long a process may take to end by itself, from TERM to KILL
     */
    public Heal(Path root, Duration grace, RunClock clock) {
        this.root = root;
        this.grace = grace;
        this.undos = new UndoExecutor(clock);
        this.processes = new ProcessTable(clock);
    }

    /** Told about each dead run once its faults and processes are gone, before its ledger is: the last chance to mark its journal. */
    public interface Epilogue {
        /** May be called again for the same run if a healer is killed right after it. */
        void healed(HealedRun run) throws IOException;
    }

    /** One step of an undo and what it came to. */
    public record DoneStep(String faultId, UndoStep step, UndoResult result) {}

    /**
     * What healing one dead run came to.
     *
     * @param left what its ledger said
     * @param steps every undo step in the order in which it was done
     * @param ended how many processes were found and ended
     * @param stillThere processes that did not end
     * @param problem why the ledger was kept in spite of that; empty if it was removed
     */
    public record HealedRun(
            Ledgers.Left left, List<DoneStep> steps, int ended, List<Long> stillThere, Optional<String> problem) {
        public HealedRun {
            steps = List.copyOf(steps);
            stillThere = List.copyOf(stillThere);
        }

        /** Whether nothing is left of the run. */
        public boolean isClean() {
            return problem.isEmpty();
        }
    }

    /**
     * @param runs the dead runs that were healed, by id
     * @param alive runs that were left alone because they live or somebody else heals them
     */
    public record Report(List<HealedRun> runs, List<String> alive) {
        public Report {
            runs = List.copyOf(runs);
            alive = List.copyOf(alive);
        }

        /** Whether every dead run is gone without a trace. */
        public boolean isClean() {
            return runs.stream().allMatch(HealedRun::isClean);
        }
    }

    /** Every run on record, living and dead, and what is left of it. Changes nothing: list and dry run in one. */
    public List<Ledgers.Left> list() throws IOException {
        return Ledgers.list(root);
    }

    /**
     * Heals every dead run. Blocks for at most ten seconds for each undo step, and for each run the grace and five seconds.
     *
     * @throws IOException if the ledgers cannot be read
     */
    public Report heal(Epilogue epilogue) throws IOException {
        List<HealedRun> healed = new ArrayList<>();
        List<String> alive = new ArrayList<>();
        for (Ledgers.Left run : list()) {
            Optional<Ledgers.Claim> claim = run.alive() ? Optional.empty() : Ledgers.claim(root, run.id());
            if (claim.isEmpty()) {
                alive.add(run.id());
                continue;
            }
            try (Ledgers.Claim held = claim.get()) {
                healed.add(heal(held, epilogue));
            }
        }
        return new Report(healed, alive);
    }

    private HealedRun heal(Ledgers.Claim claim, Epilogue epilogue) {
        Ledgers.Left left = claim.left();
        List<DoneStep> steps = undo(left);
        List<ProcessIdentity> known = new ArrayList<>();
        left.processes().forEach(process -> process.identity().ifPresent(known::add));
        int before = processes.belongings(left.id(), known).size();
        List<Long> stillThere = processes.endRun(left.id(), known, grace);
        int ended = Math.max(0, before - stillThere.size());
        // Ending the processes also ends what a step on one of them could not.
        List<DoneStep> failed = steps.stream()
                .filter(step -> step.result() == UndoResult.RETRY)
                .map(step -> new DoneStep(step.faultId(), step.step(), undos.execute(step.step(), STEP_LIMIT)))
                .filter(step -> step.result() == UndoResult.RETRY)
                .toList();
        Optional<String> problem = problem(failed, stillThere);
        HealedRun run = new HealedRun(left, steps, ended, stillThere, problem);
        if (problem.isPresent()) {
            return run;
        }
        try {
            epilogue.healed(run);
            claim.remove();
            return run;
        } catch (IOException e) {
            return new HealedRun(left, steps, ended, stillThere, Optional.of(String.valueOf(e)));
        }
    }

    /** Last to first, each tried even if another failed. */
    private List<DoneStep> undo(Ledgers.Left left) {
        List<DoneStep> done = new ArrayList<>();
        for (int i = left.undos().size() - 1; i >= 0; i--) {
            Ledgers.PendingUndo pending = left.undos().get(i);
            List<UndoStep> steps = pending.undo().steps();
            for (int k = steps.size() - 1; k >= 0; k--) {
                done.add(new DoneStep(pending.faultId(), steps.get(k), undos.execute(steps.get(k), STEP_LIMIT)));
            }
        }
        return done;
    }

    private static Optional<String> problem(List<DoneStep> failed, List<Long> stillThere) {
        List<String> problems = new ArrayList<>();
        failed.forEach(step -> problems.add("fault " + step.faultId() + ": could not be undone: " + step.step()));
        if (!stillThere.isEmpty()) {
            problems.add("processes do not end: " + stillThere);
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }
}
