package dev.blackstart.fault.network;

import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkTraffic;
import dev.blackstart.topology.LinkTraffic.Broken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures a fault that closes connections by those of the system: for links whose protocol we cannot ask anything. A link without
 * connections shows nothing. Thread-safe.
 */
final class ClosedMeter implements Meter {
    private final String id;
    private final Link link;
    private final Direction direction;
    private final boolean inBytes;
    private final MeterContext run;
    private final Cancellation end = new Cancellation();

    /** What those had carried that were there before the fault; they count only if nothing was added to it while the fault came. */
    private final Map<String, Long> carried = new HashMap<>();

    private volatile @Nullable Thread watching;

    /**
     * @param direction whose silence, or bytes, close a connection
     * @param inBytes whether they are told by how many bytes they carried, else by how long they were silent
     */
    ClosedMeter(Prepared<?> fault, Direction direction, boolean inBytes, MeterContext run) {
        this.id = fault.id().value();
        this.link = LinkFault.link(fault.target()).link();
        this.direction = direction;
        this.inBytes = inBytes;
        this.run = run;
    }

    @Override
    public String live() {
        return OBSERVED;
    }

    @Override
    public void before() {
        for (LinkTraffic.Connection each : traffic().connections()) {
            carried.put(each.source(), carried(each));
        }
    }

    private LinkTraffic traffic() {
        try {
            return link.traffic();
        } catch (RuntimeException e) {
            return new LinkTraffic(0, 0, null, List.of());
        }
    }

    private long carried(LinkTraffic.Connection connection) {
        return direction.request() ? connection.requestBytes() : connection.responseBytes();
    }

    @Override
    public void during() {
        Thread thread = new Thread(this::watch, "blackstart-closed-" + id);
        thread.setDaemon(true);
        watching = thread;
        thread.start();
    }

    private void watch() {
        Set<String> seen = new HashSet<>();
        try {
            LinkTraffic first = traffic();
            Instant begun = first.changed() == null ? run.clock().instant() : first.changed();
            Set<String> unsure = unsure(first);
            while (!end.isCancelled()) {
                for (LinkTraffic.Connection each : traffic().connections()) {
                    Broken broken = each.broken();
                    if (broken != null
                            && !broken.at().isBefore(begun)
                            && !unsure.contains(each.source())
                            && !run.ends().contains(each.source())
                            && seen.add(each.source() + " " + broken.at())) {
                        add(each.source(), broken, begun);
                    }
                }
                end.sleep(run.pace().every());
            }
        } catch (Cancelled e) {
            // The fault is about to be reverted.
        }
    }

    /** Those of which nobody knows how much they had carried when the fault came. */
    private Set<String> unsure(LinkTraffic first) {
        Set<String> unsure = new HashSet<>();
        for (LinkTraffic.Connection each : first.connections()) {
            if (inBytes && each.open() && carried(each) != carried.getOrDefault(each.source(), 0L)) {
                unsure.add(each.source());
            }
        }
        return unsure;
    }

    private void add(String source, Broken broken, Instant begun) {
        Instant silent = silentSince(broken, begun);
        Duration took = Duration.between(silent, broken.at());
        long bytes = (direction.request() ? broken.requestBytes() : broken.responseBytes())
                - carried.getOrDefault(source, 0L);
        run.events()
                .add(new Event.FaultSample(
                        id,
                        Moment.DURING,
                        silent,
                        took,
                        false,
                        true,
                        inBytes ? "closed after " + bytes + " bytes" : "closed",
                        inBytes ? (double) bytes : null));
    }

    /** With a fault both ways, the way that was silent first. */
    private Instant silentSince(Broken broken, Instant begun) {
        Instant since = !direction.request()
                        || (direction.response() && broken.lastResponse().isBefore(broken.lastRequest()))
                ? broken.lastResponse()
                : broken.lastRequest();
        return since.isBefore(begun) ? begun : since;
    }

    @Override
    public void ending() {
        end.cancel("the fault is about to be reverted");
    }

    /** That connections stay open now would take as long to see as the fault lets them be. */
    @Override
    public void after() {
        ending();
    }

    @Override
    public void close() {
        ending();
        Thread thread = watching;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
