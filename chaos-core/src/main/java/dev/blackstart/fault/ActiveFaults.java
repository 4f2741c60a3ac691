package dev.blackstart.fault;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.heal.UndoExecutor;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The faults of a running arm: engine's activities go in, faults in the topology and samples in the journal come out. */
public final class ActiveFaults implements Faults {
    private final RunningTopology topology;
    private final Surroundings run;
    private final MeterContext meterContext;
    private final Draws draws;
    private final FaultThreads threads = new FaultThreads();
    private final OwnEnds ownEnds = new OwnEnds();
    private final Reservations reservations;
    private final Mitigations mitigations;
    private final TrafficTicks traffic;
    private final Schedules schedules;
    private final Ends ends;

    // Guarded by this.
    private final List<Injection<?>> injections = new ArrayList<>();
    private boolean closed;

    /**
     * Of an arm whose topology has been started.
     *
     * @param idPrefix what ids begin with, so that they differ from those of the run's other arm; may be empty
     * @param guard is asked before each injection
     * @param scheduler shared; its tasks only hand over
     * @param seed of every draw
     */
    public ActiveFaults(
            RunningTopology topology,
            String idPrefix,
            BlastRadiusGuard guard,
            Safeguard safeguard,
            EventSink events,
            Host host,
            ScheduledExecutorService scheduler,
            long seed) {
        this(
                topology,
                idPrefix,
                guard,
                safeguard.undoLog(events, host.cancellation()),
                UndoExecutor::carryOut,
                events,
                host,
                scheduler,
                seed);
    }

    /** Without limits to what may be hit. */
    ActiveFaults(
            RunningTopology topology,
            String idPrefix,
            UndoLog undoLog,
            Function<UndoStep, UndoResult> undo,
            EventSink events,
            Host host,
            ScheduledExecutorService scheduler,
            long seed) {
        this(topology, idPrefix, BlastRadiusGuard.NONE, undoLog, undo, events, host, scheduler, seed);
    }

    /** @param undo does one undo step; bounded in time */
    ActiveFaults(
            RunningTopology topology,
            String idPrefix,
            BlastRadiusGuard guard,
            UndoLog undoLog,
            Function<UndoStep, UndoResult> undo,
            EventSink events,
            Host host,
            ScheduledExecutorService scheduler,
            long seed) {
        this.topology = topology;
        this.run = new OfArm(
                events, host, undoLog, undo, new Starts(topology, host.cancellation(), this::isClosed)::startAgain);
        this.meterContext =
                new MeterContext(events, host.clock(), host.cancellation(), scheduler, ownEnds, host.pace());
        this.draws = new Draws(seed);
        this.reservations = new Reservations(idPrefix, guard);
        this.mitigations = new Mitigations(topology);
        this.traffic = new TrafficTicks(this::all, scheduler, threads);
        this.ends = new Ends(reservations, threads, scheduler);
        this.schedules = new Schedules(scheduler, threads, host.clock());
    }

    private record OfArm(
            EventSink events,
            Host host,
            UndoLog undoLog,
            Function<UndoStep, UndoResult> undo,
            BiFunction<Target, Boolean, Optional<String>> starter)
            implements Surroundings {
        @Override
        public Optional<String> startAgain(Target target, boolean altered) {
            return starter.apply(target, altered);
        }
    }

    @Override
    public List<FaultId> inject(FaultRequest request) {
        checkOpen();
        List<FaultId> ids = reservations.take(request);
        List<Injection<?>> parts = new ArrayList<>();
        try {
            claim(request, ids, parts);
            threads.each(parts, Injection::before);
            run.host().cancellation().check();
            threads.interruptibly(
                    parts.stream().<Runnable>map(part -> part::inject).toList(),
                    run.host().cancellation());
            checkOpen();
        } catch (RuntimeException e) {
            abandon(request, ids, parts, e);
            throw e instanceof Cancelled || e instanceof FaultFailed
                    ? e
                    : new FaultFailed(
                            request.fault() + " on " + request.targets() + " could not be injected: " + e.getMessage(),
                            e);
        }
        parts.forEach(mitigations::watch);
        schedules.follow(request.schedule(), parts);
        request.duration().ifPresent(duration -> ends.after(duration, parts));
        return ids;
    }

    /** Prepares the parts until nothing of another run is in their way, and their undos are on disk. */
    private void claim(FaultRequest request, List<FaultId> ids, List<Injection<?>> parts) {
        do {
            withdraw(parts);
            for (int i = 0; i < ids.size(); i++) {
                FaultRequest.Part part = request.parts().get(i);
                parts.add(prepare(part.driver(), request, part, ids.get(i), ids));
            }
            register(parts);
        } while (!run.undoLog().claim(parts.stream().map(Injection::intent).toList()));
        parts.forEach(Injection::intended);
    }

    private synchronized void withdraw(List<Injection<?>> parts) {
        parts.forEach(Injection::discard);
        injections.removeAll(parts);
        parts.clear();
    }

    /** Different names may mean the same thing: two replicas, one file. */
    private synchronized void register(List<Injection<?>> parts) {
        Map<String, Injection<?>> taken = new HashMap<>();
        injections.stream().filter(part -> !part.isEnded()).forEach(part -> taken.put(part.thing(), part));
        for (Injection<?> part : parts) {
            Injection<?> other = taken.putIfAbsent(part.thing(), part);
            if (other != null) {
                throw new FaultFailed(
                        part.target().ref() + " and " + other.target().ref() + " share what the fault is on ("
                                + part.thing() + "); name one of them");
            }
        }
        injections.addAll(parts);
    }

    private <C extends Record> Injection<C> prepare(
            FaultDriver<C> driver, FaultRequest request, FaultRequest.Part part, FaultId id, List<FaultId> ids) {
        C config = driver.type().config().cast(part.config());
        TargetRef ref = part.target();
        Service.Kind kind = Targets.kind(topology.declared(), ref);
        if (driver.check(config, ref, kind, run.host()) instanceof Capability.Unavailable no) {
            throw new FaultFailed(
                    request.fault() + " cannot be injected into " + ref + ": " + no.reason() + "; " + no.remedy());
        }
        Target target = Targets.now(topology, ref);
        Prepared<C> prepared = driver.prepare(id, config, target);
        Meter meter = driver.meter(prepared, meterContext);
        Optional<Instant> lookBackTo = run.host()
                .pace()
                .lookBack()
                .filter(any -> driver.leavesNoTrace())
                .map(run.host().clock().instant()::minus);
        Exposure exposure = new Exposure(id, linksInto(ref), ownEnds, run.events(), lookBackTo);
        Terms terms = new Terms(
                request.fault(),
                FaultArguments.asked(request, part),
                request.duration(),
                request.lease(),
                request.id().orElse(ids.get(0).value()),
                request.composite(),
                request.schedule());
        return new Injection<>(driver, prepared, meter, exposure, run, terms);
    }

    private List<Link> linksInto(TargetRef ref) {
        return topology.links().stream()
                .filter(link -> link.ref().equals(ref) || link.ref().to().equals(ref))
                .toList();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void checkOpen() {
        if (isClosed()) {
            throw new FaultFailed("the arm has ended; no fault can be injected any more");
        }
    }

    private void abandon(FaultRequest request, List<FaultId> ids, List<Injection<?>> parts, RuntimeException cause) {
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        try {
            threads.each(parts, part -> part.abandon(why));
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
        if (parts.size() < request.parts().size()) {
            announceUnprepared(request, request.parts().get(parts.size()), ids.get(parts.size()), why);
        }
        for (int i = 0; i < ids.size(); i++) {
            if (i >= parts.size() || parts.get(i).isEnded()) {
                FaultRequest.Part part = request.parts().get(i);
                reservations.free(part.target(), part.conflictKey());
            }
        }
    }

    /** A fault that failed before there was anything to take back; the journal names it all the same. */
    private void announceUnprepared(FaultRequest request, FaultRequest.Part part, FaultId id, String why) {
        run.events()
                .add(new Event.FaultPrepared(
                        id.value(),
                        request.fault(),
                        FaultArguments.asked(request, part),
                        part.target().toString(),
                        "",
                        "",
                        FaultArguments.undoKinds(part.driver())));
        run.events().add(new Event.FaultFailed(id.value(), why));
    }

    @Override
    public void revert(FaultId id) {
        FaultId inArm = reservations.inArm(id);
        List<Injection<?>> all = all();
        List<Injection<?>> meant = all.stream()
                .filter(part -> part.id().equals(id)
                        || part.id().equals(inArm)
                        || part.group().equals(id.value()))
                .toList();
        if (meant.isEmpty()) {
            throw new FaultFailed("there is no fault '" + id + "' to revert; known: "
                    + all.stream().map(part -> part.id().value()).toList());
        }
        ends.now(meant);
    }

    @Override
    public void revertAll() {
        ends.now(all());
    }

    private synchronized List<Injection<?>> all() {
        return List.copyOf(injections);
    }

    @Override
    public List<InForce> inForce() {
        return all().stream()
                .filter(Injection::isInForce)
                .map(Injection::describe)
                .toList();
    }

    /** How long a fault may take until its effect shows; zero for one that is not there. */
    public Duration showsWithin(FaultId id) {
        return all().stream()
                .filter(part -> part.id().equals(id))
                .map(Injection::showsWithin)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** Looks now how much traffic met the faults in force; blocks for at most a second for each link. */
    public void sampleTraffic() {
        traffic.sample();
    }

    @Override
    public Duration showsWithin() {
        return all().stream()
                .map(Injection::showsWithin)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public List<TargetRef> draw(String what, List<TargetRef> candidates, int count) {
        return draws.draw(what, candidates, count);
    }

    @Override
    public void mitigating(Set<ReplicaRef> replicas, String by) {
        mitigations.begin(replicas, by, all());
        // The exposure ends here.
        traffic.sample();
    }

    @Override
    public void mitigated(Set<ReplicaRef> replicas) {
        mitigations.end(replicas, all());
    }

    @Override
    public void stepped(String by) {
        // The exposure ends here.
        traffic.sample();
        all().forEach(part -> part.stepped(by));
    }

    @Override
    public OwnEnds ownEnds() {
        return ownEnds;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        traffic.close();
        try {
            ends.now(all());
        } finally {
            all().forEach(part -> part.aftermath().close());
            threads.close();
        }
    }
}
