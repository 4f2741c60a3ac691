package dev.blackstart.cli;

import dev.blackstart.KilledRuns;
import dev.blackstart.heal.Halt;
import dev.blackstart.heal.Heal;
import dev.blackstart.ledger.Ledgers;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Takes back what runs that died have left. */
@Command(
        name = "heal",
        description =
                "Take back what runs that died have left: faults, processes, folders. Living runs are left alone.",
        footer = {"", "Exits with 0 when nothing is left, else with 1; also when a ledger cannot be read."})
final class HealCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    Main main;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Option(names = "--list", description = "Show every run that lives or has left something, and do nothing.")
    boolean list;

    @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
    boolean dryRun;

    @Option(names = "--all", description = "End living runs first, and take back what they leave.")
    boolean all;

    @Override
    public Integer call() {
        main.configureLog();
        PrintWriter out = spec.commandLine().getOut();
        int left;
        if (list || dryRun) {
            left = show(out);
        } else {
            left = (all ? tell(out, KilledRuns.endLiving()) : 0) + heal(out);
        }
        out.flush();
        return left == 0 ? Main.OK : Main.FAILED;
    }

    private int show(PrintWriter out) {
        List<Heal.Found> found = KilledRuns.find().stream()
                .filter(run -> list || all || run.state() != Ledgers.State.ALIVE)
                .toList();
        int left = 0;
        for (Heal.Found run : found) {
            out.println(run.run() + "  " + says(run.state())
                    + run.folder().map(folder -> "  " + folder).orElse(""));
            run.left().forEach(each -> out.println("  " + each));
            if (run.state() == Ledgers.State.ALIVE && all) {
                out.println("  its runner would be ended");
            }
            left += run.state() == Ledgers.State.ALIVE && !all ? 0 : 1;
        }
        if (found.isEmpty()) {
            out.println("Nothing to heal: no run has died.");
        }
        return left;
    }

    private static String says(Ledgers.State state) {
        return switch (state) {
            case ALIVE -> "still running";
            case HEALING -> "being healed";
            case ENDED, DEAD -> "died";
            case UNREADABLE -> "cannot be read";
        };
    }

    /** Says how living runs ended; how many did not. */
    static int tell(PrintWriter out, List<Halt.Ended> runs) {
        runs.forEach(run -> out.println(run.run() + "  " + (run.over() ? "" : "NOT ended: ") + run.how()));
        return (int) runs.stream().filter(run -> !run.over()).count();
    }

    /** Heals, and says what came of it; how much is left. */
    static int heal(PrintWriter out) {
        return tell(out, KilledRuns.heal(), KilledRuns.find());
    }

    /** @param found every run that has a ledger after that */
    static int tell(PrintWriter out, List<Heal.Healed> healed, List<Heal.Found> found) {
        int failed = 0;
        for (Heal.Healed run : healed) {
            out.println(run.run() + "  " + run.folder());
            run.done().forEach(each -> out.println("  done: " + each));
            run.told().forEach(each -> out.println("  note: " + each));
            run.failed().forEach(each -> out.println("  NOT done: " + each));
            failed += run.failed().size();
        }
        Set<String> told = healed.stream().map(Heal.Healed::run).collect(Collectors.toSet());
        List<Heal.Found> left = found.stream().filter(Heal.Found::isLeft).toList();
        left.stream().filter(run -> !told.contains(run.run())).forEach(run -> out.println(run.run() + "  " + why(run)));
        if (healed.isEmpty() && left.isEmpty()) {
            out.println("Nothing to heal: no run has died.");
        }
        return failed + left.size();
    }

    private static String why(Heal.Found run) {
        return switch (run.state()) {
            case HEALING -> "NOT done: another heal is at work on it";
            case UNREADABLE -> "NOT done: " + String.join("; ", run.left());
            default -> "NOT done: it has died just now, or was held by another heal; heal again";
        };
    }
}
