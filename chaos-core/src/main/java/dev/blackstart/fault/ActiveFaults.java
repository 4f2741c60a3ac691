package dev.blackstart.fault;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The faults of a running arm: engine's activities go in, faults in the topology and samples in the journal come out. */
public final class ActiveFaults implements Faults {
    private static final Duration TRAFFIC_EVERY = Duration.ofSeconds(1);

    private final RunningTopology topology;
    private final Surroundings run;
    private final MeterContext meterContext;
    private final Cancellation cancellation;
    private final ScheduledExecutorService scheduler;
    private final long seed;
    private final FaultThreads threads = new FaultThreads();
    private final ScheduledFuture<?> trafficTicks;
    private final Reservations reservations = new Reservations();
    private final List<Meter> meters = new CopyOnWriteArrayList<>();
    private final Set<String> ownAddresses = ConcurrentHashMap.newKeySet();

    // Guarded by this.
    private final List<Injection<?>> injections = new ArrayList<>();
    private final Map<ReplicaRef, String> mitigations = new HashMap<>();
    private final Map<String, Integer> draws = new HashMap<>();
    private boolean closed;

    /**
     * Of an arm whose topology has been started.
     *
     * @param scheduler shared; its tasks only hand over
     * @param seed of every draw
     */
    public ActiveFaults(
            RunningTopology topology,
            Ledger ledger,
            EventSink events,
            RunClock clock,
            Cancellation cancellation,
            ScheduledExecutorService scheduler,
            long seed) {
        this(topology, UndoLog.of(ledger), UndoExecutor::carryOut, events, clock, cancellation, scheduler, seed);
    }

    /** @param undo does one undo step; bounded in time */
    ActiveFaults(
            RunningTopology topology,
            UndoLog undoLog,
            Function<UndoStep, UndoResult> undo,
            EventSink events,
            RunClock clock,
            Cancellation cancellation,
            ScheduledExecutorService scheduler,
            long seed) {
        this.topology = topology;
        this.run = new Surroundings(events, undoLog, undo, this::startAgain);
        this.meterContext = new MeterContext(events, clock, cancellation, scheduler);
        this.cancellation = cancellation;
        this.scheduler = scheduler;
        this.seed = seed;
        this.trafficTicks = scheduler.scheduleAtFixedRate(
                () -> threads.traffic(this::sampleTraffic),
                TRAFFIC_EVERY.toMillis(),
                TRAFFIC_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private record Surroundings(
            EventSink events,
            UndoLog undoLog,
            Function<UndoStep, UndoResult> undo,
            Function<Target, Optional<String>> starter)
            implements Injection.Surroundings {
        @Override
        public Optional<String> startAgain(Target target) {
            return starter.apply(target);
        }
    }

    @Override
    public List<FaultId> inject(FaultRequest request) {
        checkOpen();
        List<FaultId> ids = reservations.take(request);
        List<Injection<?>> parts = new ArrayList<>();
        int begun = 0;
        try {
            for (int i = 0; i < ids.size(); i++) {
                parts.add(prepare(
                        request.driver(), request, ids.get(i), request.targets().get(i), ids));
            }
            inParallel(parts, Injection::before);
            for (Injection<?> part : parts) {
                cancellation.check();
                begun++;
                register(part);
                threads.interruptibly(part::inject, cancellation);
                checkOpen();
                watch(part);
            }
        } catch (RuntimeException e) {
            abandon(request, ids, parts, begun, e);
            throw e instanceof Cancelled || e instanceof FaultFailed
                    ? e
                    : new FaultFailed(
                            request.driver().type().name() + " on " + request.targets() + " could not be injected: "
                                    + e.getMessage(),
                            e);
        }
        request.duration().ifPresent(duration -> endAfter(duration, parts));
        return ids;
    }

    private <C extends Record> Injection<C> prepare(
            FaultDriver<C> driver, FaultRequest request, FaultId id, TargetRef ref, List<FaultId> ids) {
        C config = driver.type().config().cast(request.config());
        if (driver.check(config, ref) instanceof Capability.Unavailable no) {
            throw new FaultFailed(
                    driver.type().name() + " cannot be injected into " + ref + ": " + no.reason() + "; " + no.remedy());
        }
        Target target = Targets.now(topology, ref);
        Prepared<C> prepared = driver.prepare(id, config, target);
        Meter meter = driver.meter(prepared, meterContext);
        meters.add(meter);
        Exposure exposure = new Exposure(id, linksInto(ref), this::ownAddresses, run.events());
        String group = request.id().orElse(ids.get(0).value());
        return new Injection<>(driver, prepared, meter, exposure, run, FaultArguments.asked(request, ref), group);
    }

    private List<Link> linksInto(TargetRef ref) {
        return topology.links().stream()
                .filter(link -> link.ref().equals(ref) || link.ref().to().equals(ref))
                .toList();
    }

    private synchronized void checkOpen() {
        if (closed) {
            throw new FaultFailed("the arm has ended; no fault can be injected any more");
        }
    }

    private synchronized void register(Injection<?> part) {
        injections.add(part);
    }

    /** Follows what may end the fault from outside. */
    private void watch(Injection<?> part) {
        if (part.target() instanceof Target.OfReplica onReplica && !part.endsTarget()) {
            var unused = onReplica.exit().thenAccept(status -> vanished(part, status));
        }
    }

    private void vanished(Injection<?> part, int status) {
        String by;
        synchronized (this) {
            by = part.replica().map(mitigations::get).orElse(null);
        }
        if (by != null) {
            part.mitigated(by);
        } else {
            part.lost(part.target().ref() + " (" + part.target().incarnation() + ") ended with status " + status
                    + ", and no mitigation step ended it");
        }
    }

    private void abandon(
            FaultRequest request, List<FaultId> ids, List<Injection<?>> parts, int begun, RuntimeException cause) {
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        for (int i = parts.size() - 1; i >= 0; i--) {
            Injection<?> part = parts.get(i);
            try {
                if (part.isInForce()) {
                    part.undo();
                    part.meter().close();
                } else if (i >= begun) {
                    part.neverInjected(why);
                } else {
                    part.fail(why);
                }
            } catch (RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
        if (parts.size() < request.targets().size()) {
            announceUnprepared(request, ids.get(parts.size()), request.targets().get(parts.size()), why);
        }
        release(request.targets(), request.driver().type().conflictKey(), parts);
    }

    /** A fault that failed before there was anything to take back; the journal names it all the same. */
    private void announceUnprepared(FaultRequest request, FaultId id, TargetRef target, String why) {
        FaultDriver<?> driver = request.driver();
        run.events()
                .add(new Event.FaultPrepared(
                        id.value(),
                        driver.type().name(),
                        FaultArguments.asked(request, target),
                        target.toString(),
                        "",
                        "",
                        FaultArguments.undoKinds(driver)));
        run.events().add(new Event.FaultFailed(id.value(), why));
    }

    private void release(List<TargetRef> targets, String conflictKey, List<Injection<?>> parts) {
        for (int i = 0; i < targets.size(); i++) {
            if (i >= parts.size() || parts.get(i).isEnded()) {
                reservations.free(targets.get(i), conflictKey);
            }
        }
    }

    private void endAfter(Duration duration, List<Injection<?>> parts) {
        try {
            var unused =
                    scheduler.schedule(() -> threads.end(() -> end(parts)), duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new FaultFailed("the arm has ended; its faults are about to be reverted", e);
        }
    }

    /** Takes faults back, last to first, each tried even if another failed; then samples that they are gone, all at once. */
    private void end(List<Injection<?>> parts) {
        RuntimeException first = null;
        List<Injection<?>> undone = new ArrayList<>();
        for (int i = parts.size() - 1; i >= 0; i--) {
            Injection<?> part = parts.get(i);
            try {
                if (part.undo()) {
                    undone.add(part);
                }
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
            if (part.isEnded()) {
                reservations.free(part.target().ref(), part.conflictKey());
            }
        }
        try {
            inParallel(undone, Injection::after);
        } finally {
            undone.forEach(part -> part.meter().close());
        }
        if (first != null) {
            throw first;
        }
    }

    private void inParallel(List<Injection<?>> parts, java.util.function.Consumer<Injection<?>> step) {
        if (parts.size() == 1) {
            step.accept(parts.get(0));
            return;
        }
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Injection<?> part : parts) {
            tasks.add(() -> {
                step.accept(part);
                return null;
            });
        }
        try {
            for (Future<Void> each : threads.measure(tasks)) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("the thread was interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException runtime ? runtime : new IllegalStateException(e.getCause());
        }
    }

    private Optional<String> startAgain(Target target) {
        if (!(target instanceof Target.OfReplica onReplica)) {
            return Optional.empty();
        }
        synchronized (this) {
            if (closed) {
                throw new Cancelled("the arm is ending");
            }
        }
        Replica replica = onReplica.replica();
        if (replica.isRunning() && !replica.incarnation().equals(target.incarnation())) {
            return Optional.empty();
        }
        // An interrupted run ends its topology next; a process that is started now would only have to be ended too.
        cancellation.check();
        topology.startAgain(replica.ref(), cancellation);
        return Optional.of(UndoResult.REVERTED.toString());
    }

    @Override
    public void revert(FaultId id) {
        List<Injection<?>> meant;
        synchronized (this) {
            meant = injections.stream()
                    .filter(part -> part.id().equals(id) || part.group().equals(id.value()))
                    .toList();
            if (meant.isEmpty()) {
                throw new FaultFailed("there is no fault '" + id + "' to revert; known: "
                        + injections.stream().map(part -> part.id().value()).toList());
            }
        }
        end(meant);
    }

    @Override
    public void revertAll() {
        end(all());
    }

    private synchronized List<Injection<?>> all() {
        return List.copyOf(injections);
    }

    @Override
    public List<InForce> inForce() {
        List<InForce> described = new ArrayList<>();
        all().stream().filter(Injection::isInForce).forEach(part -> described.add(part.describe()));
        return Collections.unmodifiableList(described);
    }

    @Override
    public Duration showsWithin() {
        return all().stream()
                .map(Injection::showsWithin)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public synchronized List<TargetRef> draw(String what, List<TargetRef> candidates, int count) {
        if (count >= candidates.size()) {
            return List.copyOf(candidates);
        }
        String key = what + " " + candidates;
        int nth = draws.merge(key, 1, Integer::sum);
        List<TargetRef> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(31L * (31L * seed + key.hashCode()) + nth));
        Set<TargetRef> chosen = new HashSet<>(shuffled.subList(0, count));
        return candidates.stream().filter(chosen::contains).toList();
    }

    @Override
    public void mitigating(Set<ReplicaRef> replicas, String by) {
        synchronized (this) {
            replicas.forEach(replica -> mitigations.put(replica, by));
        }
        // The exposure ends here, and so does the evidence on what is replaced: a paused process is continued before it
        // is ended.
        sampleTraffic();
        all().stream()
                .filter(part -> part.isInForce()
                        && part.replica().filter(replicas::contains).isPresent())
                .forEach(part -> part.meter().ending());
    }

    @Override
    public void mitigated(Set<ReplicaRef> replicas) {
        for (Injection<?> part : all()) {
            Optional<ReplicaRef> on = part.replica().filter(replicas::contains);
            if (on.isPresent() && isReplaced(on.get(), part)) {
                String by;
                synchronized (this) {
                    by = mitigations.getOrDefault(on.get(), "a mitigation");
                }
                part.mitigated(by);
            }
        }
        synchronized (this) {
            mitigations.keySet().removeAll(replicas);
        }
    }

    private boolean isReplaced(ReplicaRef ref, Injection<?> part) {
        Replica replica = topology.replica(ref);
        return replica.isRunning()
                && !replica.incarnation().equals(part.target().incarnation());
    }

    private void sampleTraffic() {
        for (Injection<?> part : all()) {
            if (part.isInForce()) {
                part.exposure().inForce();
            }
        }
    }

    /** The ends of our meters, of those that are closed by now too. */
    private Set<String> ownAddresses() {
        meters.forEach(meter -> ownAddresses.addAll(meter.ownAddresses()));
        return Set.copyOf(ownAddresses);
    }

    @Override
    public void ownTraffic(Set<String> localAddresses) {
        ownAddresses.addAll(localAddresses);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        trafficTicks.cancel(false);
        try {
            end(all());
        } finally {
            all().forEach(part -> part.meter().close());
            threads.close();
        }
    }
}
