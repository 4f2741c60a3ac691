package dev.blackstart.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Takes back what runs that died have left. */
@Command(name = "heal", description = "Take back what runs that died have left: faults, processes, folders.")
final class HealCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return Main.OK;
    }
}
