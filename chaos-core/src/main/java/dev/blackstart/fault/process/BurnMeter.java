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
import java.util.stream.Stream;

/**
 * Sees how much of the processor the burners have wanted since the last look, whether they got it or kept others waiting for theirs:
 * that is what whoever runs beside them feels.
 */
final class BurnMeter extends ReplicaMeter {
    private final String marker;
    private final int cores;

    // Guarded by this.
    private List<ProcessIdentity> burners = List.of();
    private Duration used = Duration.ZERO;
    private long lookedAtNanos;

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
        Duration total = burners.stream()
                .map(burner -> ProcessTable.processorWanted(burner.pid()))
                .reduce(Duration.ZERO, Duration::plus);
        boolean first = lookedAtNanos == 0;
        double busy = (double) total.minus(used).toNanos() / Math.max(1, now - lookedAtNanos);
        used = total;
        lookedAtNanos = now;
        if (!first) {
            String detail = String.format(Locale.ROOT, "%.2f cores wanted", busy);
            came(new Found(sent, Duration.ZERO, true, busy >= cores * 0.8, detail, busy));
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
