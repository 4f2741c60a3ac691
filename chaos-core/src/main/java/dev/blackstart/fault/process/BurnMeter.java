package dev.blackstart.fault.process;

import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.ProcessTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Sees how much of the processor the burners have kept busy since the last look: what they ran, and what they wanted besides and did not
 * get because others ran, who feel them. What they did not get while there was nothing to do elsewhere nobody feels: they are kept to
 * fewer processors than were asked for.
 */
final class BurnMeter extends ReplicaMeter {
    private final String marker;
    private final int cores;

    // Guarded by this.
    private List<ProcessIdentity> burners = List.of();
    private Look last = Look.NONE;

    BurnMeter(FaultId id, Target.OfReplica target, String marker, int cores, MeterContext run) {
        super(id, target, run);
        this.marker = marker;
        this.cores = cores;
    }

    @Override
    synchronized void sample() {
        Instant sent = run.clock().instant();
        long now = run.clock().nanos();
        if (burners.isEmpty() || !burners.stream().allMatch(ProcessTable::lives)) {
            burners = marked().toList();
        }
        Look look = new Look(
                now, sum(ProcessTable::processorUsed), sum(ProcessTable::processorWanted), ProcessTable.idle());
        Look before = last;
        last = look;
        if (before.nanos() != 0) {
            double busy = look.busySince(before);
            String detail = String.format(Locale.ROOT, "%.2f cores kept busy", busy);
            came(new Found(sent, Duration.ZERO, true, busy >= cores * 0.8, detail, busy));
        }
    }

    private Duration sum(LongFunction<Duration> of) {
        return burners.stream().map(burner -> of.apply(burner.pid())).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * One look.
     *
     * @param used for how long the burners have run
     * @param wanted for how long they have run, or waited for their turn
     * @param idle for how long the machine's processors have had nothing to do
     */
    record Look(long nanos, Duration used, Duration wanted, Duration idle) {
        static final Look NONE = new Look(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        /** In cores. */
        double busySince(Look before) {
            long ran = used.minus(before.used()).toNanos();
            long asked = wanted.minus(before.wanted()).toNanos();
            long unused = idle.minus(before.idle()).toNanos();
            return (double) Math.max(ran, asked - unused) / Math.max(1, nanos - before.nanos());
        }
    }

    @Override
    boolean isFaulted() {
        return marked().findAny().isPresent();
    }

    /** Looks into the environment of every process there is. */
    private Stream<ProcessIdentity> marked() {
        return ProcessTable.all().stream()
                .filter(row -> ProcessTable.bears(row.pid(), marker))
                .map(ProcessTable.Row::identity);
    }
}
