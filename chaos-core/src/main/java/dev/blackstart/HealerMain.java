package dev.blackstart;

import dev.blackstart.heal.Healer;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.time.RunClock;
import java.nio.file.Path;

/**
 * The healer of one run, a process of its own that the runner starts: watches it, and puts things right when it dies. Arguments: the
 * folder of the ledgers, and the run's id. Standard input is the runner's pipe; on standard output it gives signs of life, on
 * standard error it says what it does.
 */
public final class HealerMain {
    private HealerMain() {}

    public static void main(String[] arguments) {
        RunClock clock = new RunClock();
        String run = arguments[1];
        Healer healer = new Healer(
                new Ledgers(Path.of(arguments[0])),
                run,
                System.in,
                System.out,
                clock,
                KilledRuns::mark,
                line -> System.err.println(clock.instant() + " " + run + " " + line));
        healer.warmUp();
        boolean unused = healer.watch();
    }
}
