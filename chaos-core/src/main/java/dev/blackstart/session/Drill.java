package dev.blackstart.session;

import dev.blackstart.arm.AlertWatch;
import dev.blackstart.arm.FaultClock;
import dev.blackstart.document.Durations;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Journal;
import dev.blackstart.load.CodeWorkload;
import dev.blackstart.load.Counts;
import dev.blackstart.load.RunningLoad;
import dev.blackstart.load.SliRecorder;
import dev.blackstart.load.Warmup;
import dev.blackstart.load.Workload;
import dev.blackstart.report.CodeFold;
import dev.blackstart.slo.BurnRate;
import dev.blackstart.slo.Objective;
import dev.blackstart.slo.RecoveryWindow;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A load from code with its objective, and what is to be known of the system under it. What is asked about recovery and times is folded
 * from the journal. Thread-safe.
 */
public final class Drill implements AutoCloseable {
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int LEAST_ANSWERS = 10;

    private final CodeWorkload<?> workload;
    private final Objective objective;
    private final double timeScale;
    private final Surroundings run;
    private final SliRecorder sli;
    private final RunningLoad load;

    // Guarded by this.
    private @Nullable Span span;

    /** What it needs of its session. */
    record Surroundings(
            Journal journal, RunClock clock, Cancellation cancellation, ScheduledExecutorService scheduler) {
        EventSink events() {
            return journal.sink(Arm.TREATMENT);
        }
    }

    /** From a steady load on. */
    private record Span(Instant baseline, FaultClock faultClock, AlertWatch alert) {}

    private Drill(
            CodeWorkload<?> workload,
            Objective objective,
            double timeScale,
            Surroundings run,
            SliRecorder sli,
            RunningLoad load) {
        this.workload = workload;
        this.objective = objective;
        this.timeScale = timeScale;
        this.run = run;
        this.sli = sli;
        this.load = load;
    }

    /** @throws IllegalArgumentException if so few answers could never set off the alert */
    static Drill start(CodeWorkload<?> workload, Objective objective, double timeScale, Surroundings run) {
        double least = BurnRate.leastRate(objective, timeScale);
        if (workload.rate() < least) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s/s is too few for the alert, whose short window of %s needs 10 answers: at least %s/s",
                    BlastRadius.number(workload.rate()),
                    Durations.format(BurnRate.scaled(objective.alert().shortWindow(), timeScale)),
                    BlastRadius.number(Math.ceil(least))));
        }
        run.events().add(declared(workload, objective, timeScale, null, null, null));
        SliRecorder sli = new SliRecorder(
                workload.rate(), objective.fastWithin(), run.clock().instant(), run.events());
        RunningLoad load = Workload.start(workload, sli, run.events(), run.clock(), run.cancellation());
        return new Drill(workload, objective, timeScale, run, sli, load);
    }

    private static Event.DeclaredInCode declared(
            CodeWorkload<?> workload,
            Objective objective,
            double timeScale,
            @Nullable String playbook,
            @Nullable Duration within,
            @Nullable Duration hold) {
        return new Event.DeclaredInCode(new Declared(
                true,
                "code, " + workload.rate() + "/s",
                List.of(),
                objective.alert().name(),
                null,
                timeScale,
                objective.count().name().toLowerCase(Locale.ROOT),
                objective.fastWithin(),
                objective.target(),
                playbook,
                List.of(),
                within,
                hold,
                0));
    }

    /**
     * Waits until the load has been steady for as long as the alert looks back, a second at least: a new baseline begins there. Blocks for
     * 30 s at most.
     *
     * @throws IllegalStateException if it does not get steady, with the last answers
     */
    synchronized void awaitBaseline() {
        Duration longest = BurnRate.leastBaseline(objective, timeScale);
        int seconds = (int) Math.max(1, Math.ceil(longest.toMillis() / 1e3));
        Instant since = span == null ? Instant.MIN : run.clock().instant();
        Instant latest = run.clock().instant().plus(LONGEST_WARM_UP);
        while (!Warmup.isSteady(sli, since, seconds) || misses(seconds)) {
            if (!run.clock().instant().isBefore(latest)) {
                throw new IllegalStateException(
                        "the load is not steady, or misses the objective, before the fault: " + sli());
            }
            run.cancellation().sleep(STEP);
        }
        endSpan();
        Instant baseline = sli.completeUntil().minus(SECOND.multipliedBy(seconds));
        FaultClock clock = new FaultClock(Arm.TREATMENT);
        run.journal().listen(clock::entry);
        span = new Span(
                baseline,
                clock,
                new AlertWatch(objective, timeScale, sli, run.events(), run.clock(), baseline, run.scheduler()));
    }

    /** Whether the last seconds already miss what a fault is to be blamed for. */
    private boolean misses(int seconds) {
        Instant end = sli.completeUntil();
        Counts counts = sli.counts(end.minus(SECOND.multipliedBy(seconds)), end);
        return objective.count().good(counts) < objective.target() * counts.total();
    }

    private void endSpan() {
        if (span != null) {
            span.alert().close();
        }
    }

    private synchronized Span span() {
        if (span == null) {
            throw new IllegalStateException("no fault has been injected under this load yet");
        }
        return span;
    }

    /** When the first exchange was sent that showed an effect of a fault since the baseline. */
    public Optional<Instant> faultClock() {
        return span().faultClock().start();
    }

    /** How long after the fault clock the alert fired; zero for one that came before. */
    public Optional<Duration> alertAfter() {
        return CodeFold.of(run.journal().entries(), span().baseline()).times().detect();
    }

    /** Whether the alert has fired since the baseline. */
    public boolean isAlerted() {
        return span().alert().hasFired();
    }

    /** How long it has been since the fault clock; empty as long as no effect has been seen. */
    public Optional<Duration> sinceFault() {
        return faultClock().map(start -> Duration.between(start, run.clock().instant()));
    }

    /**
     * Whether there has been a second since the fault clock in which the system degraded as it should: some answers were degraded, and
     * full and degraded ones together were as many as the objective asks for. Longer than a second where that brings fewer than ten
     * answers.
     *
     * @param within how long after the fault clock it may begin
     */
    public boolean isDegraded(Duration within) {
        Duration window = window();
        Optional<Instant> start = faultClock();
        Instant complete = sli.completeUntil().minus(window);
        Instant latest = start.map(from -> from.plus(within)).orElse(complete);
        Instant last = latest.isBefore(complete) ? latest : complete;
        for (Instant from = start.orElse(Instant.MAX); !from.isAfter(last); from = from.plus(SliRecorder.BUCKET)) {
            Counts counts = sli.counts(from, from.plus(window));
            long served = counts.full() + counts.degraded();
            if (counts.degraded() > 0 && !isSilent(counts, window) && served >= objective.target() * counts.total()) {
                return true;
            }
        }
        return false;
    }

    private Duration window() {
        return Duration.ofMillis((long) Math.max(1_000, Math.ceil(1_000 * LEAST_ANSWERS / workload.rate())));
    }

    /**
     * Says that from here on a recovery is looked for.
     *
     * @param by what is to bring it; null: nothing
     * @param within how long after the last step, or the fault clock, it may begin
     * @param hold how long it has to last
     */
    public void expectRecovery(@Nullable String by, Duration within, Duration hold) {
        run.events().add(declared(workload, objective, timeScale, by, within, hold));
    }

    /** Whether a recovered window of that length has begun since an instant, and is over. */
    public boolean hasRecovered(Instant since, Duration hold) {
        return RecoveryWindow.find(sli, since, hold, objective.target(), objective.count())
                .isPresent();
    }

    /** Whether the last answers miss the objective, or do not come. */
    public boolean isHurt() {
        Instant end = sli.completeUntil();
        return isHurt(end.minus(window()), window());
    }

    /** Whether there has been such a time since the fault clock. */
    public boolean hasBeenHurt() {
        Duration window = window();
        Instant last = sli.completeUntil().minus(window);
        for (Instant from = faultClock().orElse(Instant.MAX);
                !from.isAfter(last);
                from = from.plus(SliRecorder.BUCKET)) {
            if (isHurt(from, window)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHurt(Instant from, Duration window) {
        Counts counts = sli.counts(from, from.plus(window));
        return objective.count().good(counts) < objective.target() * counts.total() || isSilent(counts, window);
    }

    /** Whether not even half of the answers came that were due. */
    private boolean isSilent(Counts counts, Duration window) {
        return counts.total() < 0.5 * workload.rate() * window.toMillis() / 1e3;
    }

    /** The shortest time of a recovery that brings enough answers to tell one. */
    public Duration leastHold() {
        return Duration.ofMillis((long) Math.ceil(1_000 * (LEAST_ANSWERS + 1) / workload.rate() / 100) * 100);
    }

    /** The figures since the last baseline. */
    public CodeFold figures() {
        return CodeFold.of(run.journal().entries(), span().baseline());
    }

    /** This moment, by the clock of the run. */
    public Instant now() {
        return run.clock().instant();
    }

    /** What became of the last answers, for people: {@code of the last 40 answers 3 were full, 30 degraded, 0 shed, 7 failed (…)}. */
    public String sli() {
        Instant end = sli.completeUntil();
        Duration window = window();
        Counts counts = sli.counts(end.minus(window), end);
        String failure = counts.failed() + counts.shed() == 0
                ? ""
                : load.lastFailure().map(why -> "; the last failure: " + why).orElse("");
        return "of the last " + counts.total() + " answers, in " + Durations.format(window) + ", " + counts.full()
                + " were full, "
                + counts.degraded() + " degraded, " + counts.shed() + " shed, " + counts.failed() + " failed"
                + latency(end) + failure;
    }

    private String latency(Instant end) {
        Instant from = end.minus(SECOND.multipliedBy(3));
        var p50 = sli.latencySeconds(0.5, from, end);
        var p99 = sli.latencySeconds(0.99, from, end);
        return p50.isPresent() && p99.isPresent()
                ? String.format(
                        Locale.ROOT, "; p50 %.0f ms, p99 %.0f ms", 1e3 * p50.getAsDouble(), 1e3 * p99.getAsDouble())
                : "";
    }

    /** The live answers, for functions that ask for them. */
    SliRecorder recorder() {
        return sli;
    }

    @Override
    public void close() {
        synchronized (this) {
            endSpan();
        }
        load.close();
    }
}
