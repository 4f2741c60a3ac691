package dev.blackstart.cli;

import dev.blackstart.KilledRuns;
import dev.blackstart.fault.Heal;
import dev.blackstart.ledger.Ledgers;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Takes back what runs that died have left. */
@Command(
        name = "heal",
        description =
                "Take back what runs that died have left: faults, processes, folders. Living runs are left alone.")
final class HealCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    Main main;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Option(
            names = {"--list", "--dry-run"},
            description = "Show what would be done, and do nothing.")
    boolean list;

    @Override
    public Integer call() {
        main.configureLog();
        PrintWriter out = spec.commandLine().getOut();
        int left = list ? list(out) : heal(out);
        out.flush();
        return left == 0 ? Main.OK : Main.FAILED;
    }

    private static int list(PrintWriter out) {
        List<Heal.Found> found = KilledRuns.find();
        int left = 0;
        for (Heal.Found run : found) {
            out.println(run.run() + "  " + says(run.state())
                    + run.folder().map(folder -> "  " + folder).orElse(""));
            run.left().forEach(each -> out.println("  " + each));
            left += run.state() == Ledgers.State.ALIVE ? 0 : 1;
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
        };
    }

    private static int heal(PrintWriter out) {
        List<Heal.Healed> healed = KilledRuns.heal();
        int failed = 0;
        for (Heal.Healed run : healed) {
            out.println(run.run() + "  " + run.folder());
            run.done().forEach(each -> out.println("  done: " + each));
            run.failed().forEach(each -> out.println("  NOT done: " + each));
            failed += run.failed().size();
        }
        List<Heal.Found> others = KilledRuns.find().stream()
                .filter(run -> run.state() == Ledgers.State.HEALING)
                .toList();
        others.forEach(run -> out.println(run.run() + "  another heal is at work on it"));
        if (healed.isEmpty() && others.isEmpty()) {
            out.println("Nothing to heal: no run has died.");
        }
        return failed + others.size();
    }
}
