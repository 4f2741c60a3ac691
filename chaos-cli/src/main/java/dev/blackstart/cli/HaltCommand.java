package dev.blackstart.cli;

import dev.blackstart.KilledRuns;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The stop button: ends everything, and keeps it so. */
@Command(
        name = "halt",
        description =
                "End all runs of this user on this machine, take back what they leave, and refuse new ones until it is lifted.",
        footer = {"", "Exits with 0 when no run lives and nothing is left, else with 1."})
final class HaltCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    Main main;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Option(names = "--lift", description = "Allow runs again.")
    boolean lift;

    @Override
    public Integer call() {
        main.configureLog();
        PrintWriter out = spec.commandLine().getOut();
        int left = lift ? lift(out) : halt(out);
        out.flush();
        return left == 0 ? Main.OK : Main.FAILED;
    }

    private static int lift(PrintWriter out) {
        out.println(KilledRuns.lift() ? "Runs are allowed again." : "Runs were not halted.");
        return 0;
    }

    private static int halt(PrintWriter out) {
        int left = HealCommand.tell(out, KilledRuns.halt()) + HealCommand.heal(out);
        out.println("Halted: no run may start until 'blackstart halt --lift'.");
        return left;
    }
}
