package dev.blackstart.fault;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * The machine and the run that a driver works in: what it may use of them, it is given here.
 *
 * @param cancellation ends every wait of the run
 * @param abilities what this machine can do beyond Java itself
 * @param pace of measurements
 */
public record Host(RunClock clock, Cancellation cancellation, Set<Ability> abilities, Pace pace) {
    private static final Path OWN_PROCESS = Path.of("/proc/self/stat");

    /** In a run. */
    public Host(RunClock clock, Cancellation cancellation, Set<Ability> abilities) {
        this(clock, cancellation, abilities, Pace.RUN);
    }

    public Host {
        abilities = Set.copyOf(abilities);
    }

    /** Something that not every machine can do. */
    public enum Ability {
        /** Processes, their states and their sessions can be read in {@code /proc}, and whole groups can be signalled. */
        PROCESS_TABLE
    }

    /** This machine, looked at now. */
    public static Host here(RunClock clock, Cancellation cancellation) {
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        if (Files.isReadable(OWN_PROCESS)) {
            abilities.add(Ability.PROCESS_TABLE);
        }
        return new Host(clock, cancellation, abilities);
    }

    /** The same with another pace. */
    public Host at(Pace other) {
        return new Host(clock, cancellation, abilities, other);
    }

    public boolean can(Ability ability) {
        return abilities.contains(ability);
    }
}
