package dev.blackstart.arm;

import dev.blackstart.engine.ActivityRunner;
import dev.blackstart.engine.HypothesisEvaluation;
import dev.blackstart.engine.Stages;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Extension;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import dev.blackstart.load.Sli;
import dev.blackstart.plan.Plan;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.slo.BurnRate;
import dev.blackstart.slo.Objective;
import dev.blackstart.slo.RecoveryWindow;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The phases of one arm, laid over Chaos Toolkit's sequence: what happens between its steps. Records what is done; judges nothing but
 * how long to wait.
 */
final class PhasedArm implements Stages {
    /** How long a fault may take to be felt by an exchange, beyond what its effect is. */
    private static final Duration EFFECT_WITHIN = Duration.ofSeconds(5);

    /** From the signal on. What else an end may take comes on top, and all of it has five seconds. */
    private static final Duration ROLLBACKS_WITHIN = Duration.ofSeconds(2);

    private static final Duration DEGRADATION_EVERY = Duration.ofSeconds(1);

    /** What is waited beyond a window's end, so that its last bucket is complete. */
    private static final Duration SETTLE = Duration.ofMillis(300);

    /** How long an abort condition may take until it can be evaluated: a window of the load has to be full. */
    private static final Duration CONDITIONS_WITHIN = Plan.LONGEST_ABORT_WINDOW.plusSeconds(5);

    private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(10);

    private final Plan plan;
    private final Extension extension;
    private final Arm arm;
    private final ArmParts parts;
    private final ActivityRunner runner;
    private final EventSink events;
    private final RunClock clock;
    private final Cancellation cancellation;
    private final ScheduledExecutorService scheduler;
    private final FaultClock faultClock;
    private final Duration treated;
    private final Waits waits;
    private final Steps steps;
    private final Cancellation rollbacksOver = new Cancellation();
    private Instant baseline;

    /** @param treated how long the treatment was observed from its fault clock on: a control arm is for as long at least */
    PhasedArm(
            Plan plan,
            Extension extension,
            Arm arm,
            ArmParts parts,
            ActivityRunner runner,
            EventSink events,
            RunClock clock,
            Cancellation cancellation,
            ScheduledExecutorService scheduler,
            FaultClock faultClock,
            Duration treated) {
        this.plan = plan;
        this.extension = extension;
        this.arm = arm;
        this.parts = parts;
        this.runner = runner;
        this.events = events;
        this.clock = clock;
        this.cancellation = cancellation;
        this.scheduler = scheduler;
        this.faultClock = faultClock;
        this.treated = treated;
        this.waits = new Waits(events, clock, cancellation);
        this.steps = new Steps(runner, events, cancellation);
        this.baseline = clock.instant();
        cancellation.onCancel(this::limitRollbacks);
    }

    private void limitRollbacks() {
        String why = "the rollbacks were given up, " + ROLLBACKS_WITHIN.toSeconds() + " s after the signal";
        var unused =
                scheduler.schedule(() -> rollbacksOver.cancel(why), ROLLBACKS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void beforeHypothesis() {
        enter(Phase.BASELINE);
        baseline = clock.instant();
        if (plan.objective().isPresent() && parts.sli != null) {
            parts.alert =
                    new AlertWatch(plan.objective().get(), timeScale(), parts.sli, events, clock, baseline, scheduler);
        }
    }

    @Override
    public boolean baselineHeld() {
        Optional<Objective> objective = plan.objective();
        if (objective.isPresent()) {
            Duration longest = BurnRate.leastBaseline(objective.get(), timeScale());
            waits.sleepUntil("a baseline as long as the alert's long window", baseline.plus(longest));
        }
        AbortWatch aborts = parts.aborts;
        if (aborts != null) {
            // A safety that nobody could look at is none.
            waits.until("the abort conditions", clock.instant().plus(CONDITIONS_WITHIN), aborts::isDecided);
        }
        if (alerted() || (aborts != null && !aborts.arm())) {
            return false;
        }
        enter(Phase.FAULT);
        return true;
    }

    @Override
    public void afterMethod() {
        Instant since = clock.instant();
        if (arm == Arm.CONTROL) {
            if (felt()) {
                observe(faultClock.start().orElse(since));
            }
        } else {
            respond(since);
        }
    }

    /** Waits until every fault has shown an effect; whether they have. An exchange shows it only when its answer comes back. */
    private boolean felt() {
        return !faultClock.anyInjected()
                || waits.until(
                        "the fault to be felt", clock.instant().plus(effectWithin()), () -> faultClock.allFelt());
    }

    /** An exchange that is answered ten seconds late shows it after ten seconds. */
    Duration effectWithin() {
        return parts.faults == null ? EFFECT_WITHIN : EFFECT_WITHIN.plus(parts.faults.showsWithin());
    }

    /** The treatment: degradation, alert, playbook, recovery. */
    private void respond(Instant since) {
        enter(Phase.DEGRADED);
        boolean alerted = degraded(since);
        if (!felt()) {
            return;
        }
        if (!alerted) {
            events.add(new Event.AlertAwaited(Duration.between(since, clock.instant())));
            return;
        }
        if (extension.alert().isPresent()) {
            enter(Phase.ALERTED);
        }
        if (plan.playbook().isPresent()) {
            mitigate(plan.playbook().get());
        } else {
            awaitEndOfFault();
        }
    }

    /** Evaluates the degradation probes at least once, and again, once a second at most, until the alert fires. */
    private boolean degraded(Instant since) {
        Instant latest =
                since.plus(extension.alert().map(Extension.AlertRule::within).orElse(Duration.ZERO));
        if (extension.degradation().isPresent()) {
            List<Activity> probes = extension.degradation().get().probes();
            waits.announce("the alert", latest);
            do {
                Instant next = clock.instant().plus(DEGRADATION_EVERY);
                steps.evaluateAll(Section.DEGRADATION, probes);
                waits.quietly(next.isBefore(latest) ? next : latest, this::alerted);
            } while (!alerted() && clock.instant().isBefore(latest));
        }
        return extension.alert().isEmpty() || waits.until("the alert", latest, this::alerted);
    }

    private boolean alerted() {
        return parts.alert != null && parts.alert.hasFired();
    }

    private void mitigate(Playbook playbook) {
        if (!playbook.verification().isEmpty()
                && !steps.evaluateAll(Section.VERIFICATION, List.copyOf(playbook.verification()))) {
            return;
        }
        enter(Phase.MITIGATING);
        for (Playbook.Step step : playbook.steps()) {
            boolean worked = steps.carryOut(step);
            if (parts.faults != null) {
                parts.faults.stepped(step.activity().name());
            }
            if (!worked) {
                return;
            }
        }
        Instant done = clock.instant();
        enter(Phase.RECOVERED);
        awaitRecovery(recoveryFrom(), done);
    }

    /** Without a playbook recovery counts from the end of the fault: waits for it where the fault has a duration of its own. */
    private void awaitEndOfFault() {
        if (extension.recovery().isEmpty()) {
            return;
        }
        Optional<Duration> longest = plan.faults().stream()
                .flatMap(fault -> fault.duration().stream())
                .max(Duration::compareTo);
        boolean allEnd =
                plan.faults().stream().allMatch(fault -> fault.duration().isPresent());
        if (longest.isEmpty() || !allEnd) {
            return;
        }
        waits.until(
                "the end of the fault",
                clock.instant().plus(longest.get()).plus(EFFECT_WITHIN),
                () -> faultClock.end().isPresent());
        enter(Phase.RECOVERED);
        awaitRecovery(recoveryFrom(), faultClock.end().orElseGet(clock::instant));
    }

    /** The control arm: the fault stays on and nobody helps, for as long as the treatment may have taken, and as it took. */
    private void observe(Instant since) {
        enter(Phase.OBSERVED);
        Duration alertWithin =
                extension.alert().map(Extension.AlertRule::within).orElse(Duration.ZERO);
        Instant alertLatest = since.plus(alertWithin);
        if (extension.alert().isPresent() && !waits.until("the alert", alertLatest, this::alerted)) {
            events.add(new Event.AlertAwaited(Duration.between(since, clock.instant())));
            return;
        }
        Duration playbook = plan.playbook().map(Playbook::longest).orElse(Duration.ZERO);
        Instant declared = alertLatest.plus(playbook);
        Instant taken = extension
                .recovery()
                .map(recovery -> since.plus(treated).minus(recovery.within()).minus(recovery.hold()))
                .orElse(declared);
        awaitRecovery(recoveryFrom(), taken.isAfter(declared) ? taken : declared);
    }

    /** Recovery is looked for from the alert on, or from the fault clock where there is none. */
    private Instant recoveryFrom() {
        Instant start = faultClock.start().orElseGet(clock::instant);
        return faultClock.alert().filter(alert -> alert.isAfter(start)).orElse(start);
    }

    /** Waits for a recovered window that begins at most {@code recovery.within} after {@code counted}. */
    private boolean awaitRecovery(Instant from, Instant counted) {
        if (parts.sli == null
                || plan.objective().isEmpty()
                || extension.recovery().isEmpty()) {
            return false;
        }
        Extension.Recovery recovery = extension.recovery().get();
        Instant latestStart = counted.plus(recovery.within());
        Instant latest = latestStart.plus(recovery.hold()).plus(SETTLE);
        Sli sli = parts.sli;
        Objective objective = plan.objective().get();
        return waits.until(
                "recovery",
                latest,
                () -> RecoveryWindow.find(sli, from, recovery.hold(), objective.target(), objective.count())
                        .isPresent());
    }

    /** A fault that somebody has asked to end does not wait for a rollback that hangs. */
    @Override
    public void afterInterruption() {
        revertAll();
    }

    /** As long as a fault is on, somebody looks at the abort conditions. */
    private void revertAll() {
        try {
            if (parts.faults != null) {
                parts.faults.revertAll();
            }
        } finally {
            if (parts.aborts != null) {
                parts.aborts.close();
            }
        }
    }

    @Override
    public Cancellation limitRollbacks(Cancellation abandoned) {
        abandoned.onCancel(() -> rollbacksOver.cancel("the rollbacks were given up: " + abandoned.reason()));
        return rollbacksOver;
    }

    @Override
    public void afterRollbacks() {
        if (cancellation.isCancelled()) {
            return;
        }
        enter(Phase.REVERTED);
        revertAll();
        enter(Phase.AFTER);
        if (!faultClock.anyInjected()) {
            return;
        }
        Instant reverted = faultClock.end().orElseGet(clock::instant);
        if (arm == Arm.CONTROL || plan.playbook().isEmpty()) {
            awaitRecovery(reverted, reverted);
        }
        if (arm == Arm.TREATMENT && plan.experiment().hypothesis() != null) {
            steadyAgain(plan.experiment().hypothesis().probes());
        }
    }

    /** Counts from here: a fault that was mitigated has ended long ago. */
    private void steadyAgain(List<Activity> probes) {
        Duration within = extension.recovery().map(Extension.Recovery::within).orElse(DEFAULT_WITHIN);
        Instant latest = clock.instant().plus(within);
        HypothesisEvaluation evaluation = new HypothesisEvaluation(runner, events);
        while (evaluation.evaluate(Section.AFTER, probes, cancellation) != HypothesisEvaluation.Result.MET
                && clock.instant().isBefore(latest)) {
            cancellation.sleep(Duration.ofMillis(500));
            enterSli();
        }
    }

    private double timeScale() {
        return extension.alert().map(Extension.AlertRule::timeScale).orElse(1.0);
    }

    private void enter(Phase phase) {
        events.add(new Event.PhaseEntered(phase));
        enterSli();
    }

    private void enterSli() {
        if (parts.sli != null) {
            parts.sli.enterPhase(clock.instant());
        }
    }
}
