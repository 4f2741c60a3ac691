package dev.blackstart.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run: what was done, and samples. Never a verdict, a ratio or a figure: those are folds over these. */
public sealed interface Event {

    /**
     * The first event of every run.
     *
     * @param format of this journal, from 1
     * @param document the experiment as read
     * @param declared what the folds need to know of the files beside it
     */
    record RunStarted(
            int format,
            String run,
            String source,
            String sha256,
            String title,
            long seed,
            String blackstart,
            String java,
            String platform,
            String node,
            Map<String, @Nullable Object> document,
            Declared declared)
            implements Event {}

    /** Code has said more of what it wants than the first event knows; holds instead of what that says. */
    record DeclaredInCode(Declared declared) implements Event {}

    /** The experiment's title with the configuration put in. */
    record TitleResolved(String title) implements Event {}

    /** The user or the system asked the run to stop. {@code reason} is such as {@code SIGINT}. */
    record RunInterrupted(String reason) implements Event {}

    /** The engine gave up on the method, or on the arm; the reason is for people. */
    record RunAborted(String reason) implements Event {}

    /** The last event of a run that was not killed. */
    record RunEnded() implements Event {}

    /** Written by a healer into the journal of a run that died. */
    record RunKilled(List<String> healed) implements Event {}

    record PhaseEntered(Phase phase) implements Event {}

    /** The run waits for something, for people who watch. */
    record Awaiting(String what, Duration atMost) implements Event {}

    /** A hypothesis or the degradation probes begin to be evaluated; {@code probes} is how many there are. */
    record EvaluationStarted(Section section, int probes) implements Event {}

    /** The evaluation came to its end; absent when it was interrupted. */
    record EvaluationEnded(Section section) implements Event {}

    /** @param id unique in the run */
    record ActivityStarted(
            long id, Section section, String name, Map<String, @Nullable Object> activity, boolean background)
            implements Event {}

    /**
     * An activity came to its end.
     *
     * @param status {@code succeeded}, {@code failed}, or null after an unexpected error or an interruption
     * @param exception lines as a journal of Chaos Toolkit has them; empty when there was none
     * @param toleranceMet what was said where only the run itself can tell: by a probe that is the tolerance, or of a probe that
     *     failed; else null
     * @param unclear why it could not be measured; null when it could
     * @param tolerance what the output is judged by, variables put in; null where there is none
     */
    record ActivityEnded(
            long id,
            Section section,
            String name,
            @Nullable String status,
            @Nullable Object output,
            List<String> exception,
            Instant start,
            @Nullable Instant end,
            @Nullable Boolean toleranceMet,
            @Nullable String unclear,
            @Nullable Object tolerance)
            implements Event {
        /** Without a tolerance by which the output could be judged. */
        public ActivityEnded(
                long id,
                Section section,
                String name,
                @Nullable String status,
                @Nullable Object output,
                List<String> exception,
                Instant start,
                @Nullable Instant end,
                @Nullable Boolean toleranceMet,
                @Nullable String unclear) {
            this(id, section, name, status, output, exception, start, end, toleranceMet, unclear, null);
        }
    }

    /**
     * An abort condition was evaluated, or could not be. The run stops when its output <em>meets</em> the tolerance. It is no activity:
     * Chaos Toolkit's journal knows nothing of it.
     *
     * @param asked when the evaluation began
     * @param unclear why it could not be evaluated; null when it could
     * @param toleranceMet what was said where only the run itself can tell: by a probe that is the tolerance; else null
     * @param tolerance what the output is judged by, variables put in; null where that is no data
     */
    record AbortChecked(
            String name,
            Instant asked,
            @Nullable Object output,
            @Nullable String unclear,
            @Nullable Boolean toleranceMet,
            @Nullable Object tolerance)
            implements Event {
        /** A run in which nobody could say for longer than this, while there was a fault, whether a condition is met is stopped. */
        public static final Duration LONGEST_UNCLEAR = Duration.ofSeconds(5);
    }

    /** A playbook step took longer than it may, and was told to stop: it has failed, however its activity ends. */
    record StepTimedOut(String name, Duration within) implements Event {}

    record ReplicaStarted(String replica, String incarnation, Map<String, Integer> ports) implements Event {}

    record ReplicaReady(String replica, Duration took) implements Event {}

    /** @param asked whether the run ended it on purpose */
    record ReplicaEnded(String replica, String incarnation, int status, boolean asked) implements Event {}

    /**
     * The load's warm-up has ended.
     *
     * @param steady whether it came to three clean seconds
     * @param lastFailure why the last request that failed did so; null when none did
     */
    record WarmedUp(boolean steady, Duration took, @Nullable String lastFailure) implements Event {}

    record LoadStarted(double ratePerSecond, Duration timeout) implements Event {}

    /**
     * Answers that came in one bucket of 100 ms, by completion time. Buckets without answers are written too while the load runs.
     *
     * @param start of the bucket
     * @param fast how many of the full and degraded ones came within the objective's limit; 0 where there is no limit
     */
    record LoadBucket(Instant start, int full, int degraded, int shed, int failed, int fast) implements Event {
        /** Without a limit to be fast within. */
        public LoadBucket(Instant start, int full, int degraded, int shed, int failed) {
            this(start, full, degraded, shed, failed, 0);
        }
    }

    /**
     * Latencies of the answers that came in one second, measured from when each request should have been sent: full and degraded
     * ones, and the waits that were given up at the timeout. What failed or was shed at once is not in it: it would make a system
     * that refuses look fast.
     *
     * @param histogram an HdrHistogram of microseconds, compressed, base64
     */
    record LatencySecond(Instant start, String histogram) implements Event {}

    record LoadStopped(long sent) implements Event {}

    /**
     * A fault is about to be injected; its undo is on disk.
     *
     * @param id unique in the run, such as {@code f1}
     * @param fault module and function
     * @param arguments as asked, defaults filled in
     * @param target by name
     * @param live whether its effect is to be seen by exchanges ({@code exchanged}), on the system's chunks ({@code observed}) or on
     *     the process ({@code process})
     * @param asked what the effect should be, for people: {@code +2s on each response}
     * @param expected what evidence of it must be like
     * @param composite what its parts share where it is one fault made of many, such as {@code p1}; null where it is not
     */
    record FaultPrepared(
            String id,
            String fault,
            Map<String, @Nullable Object> arguments,
            String target,
            String live,
            String asked,
            List<String> undo,
            Expected expected,
            @Nullable String composite)
            implements Event {
        /** Of a fault that is not a part of another. */
        public FaultPrepared(
                String id,
                String fault,
                Map<String, @Nullable Object> arguments,
                String target,
                String live,
                String asked,
                List<String> undo,
                Expected expected) {
            this(id, fault, arguments, target, live, asked, undo, expected, null);
        }

        /** Of a fault whose effect lasts and has no bounds. */
        public FaultPrepared(
                String id,
                String fault,
                Map<String, @Nullable Object> arguments,
                String target,
                String live,
                String asked,
                List<String> undo) {
            this(id, fault, arguments, target, live, asked, undo, new Expected(false, false));
        }
    }

    /**
     * What evidence of a fault must be like, whatever its kind.
     *
     * @param moment whether the effect is one moment, which one sample proves, and not a state that lasts
     * @param silences whether it stops the traffic that it meets, so that traffic right before it counts
     * @param least what the median of the samples in force must reach; null where it has no bound
     * @param most how much longer than before the fault that median may be; null where it has no bound
     * @param unit of what is measured beside time, such as {@code kB/s}; null where only time is
     * @param leastValue what the median of the samples' values must reach; null where it has no bound
     * @param mostValue what it may be at most, likewise
     * @param jitter how far a single sample may be below {@code least} by chance; null where that is a bound for each
     */
    record Expected(
            boolean moment,
            boolean silences,
            @Nullable Duration least,
            @Nullable Duration most,
            @Nullable String unit,
            @Nullable Double leastValue,
            @Nullable Double mostValue,
            @Nullable Duration jitter) {
        /** Of something that takes time. */
        public Expected(boolean moment, boolean silences, @Nullable Duration least, @Nullable Duration most) {
            this(moment, silences, least, most, null, null, null, null);
        }

        /** Of something that takes time, a time that varies. */
        public static Expected ofVarying(Duration least, Duration most, Duration jitter) {
            return new Expected(false, false, least, most, null, null, null, jitter.isZero() ? null : jitter);
        }

        /** Without bounds. */
        public Expected(boolean moment, boolean silences) {
            this(moment, silences, null, null);
        }

        /** Of something that has a value of its own. */
        public static Expected ofValue(
                boolean silences, String unit, @Nullable Double leastValue, @Nullable Double mostValue) {
            return new Expected(false, silences, null, null, unit, leastValue, mostValue, null);
        }
    }

    /** {@code inject} returned: the fault is active. */
    record FaultInjected(String id) implements Event {}

    /**
     * A schedule has changed a fault: from here on it is there or not, and as much of it as {@code asked} says.
     *
     * @param inForce whether it is there
     * @param asked what the effect should be now, for people
     * @param expected what evidence of it must be like now
     */
    record FaultAdjusted(String id, boolean inForce, String asked, Expected expected) implements Event {}

    /**
     * One measurement of a fault's effect.
     *
     * @param sent when the exchange was sent, or the process looked at
     * @param took how long it took; of one that timed out, the time until it was given up
     * @param shows whether this sample, by itself, shows the effect that was asked for
     * @param value what was measured where it is not a time, in the unit that was announced; null where it is
     */
    record FaultSample(
            String id,
            Moment moment,
            Instant sent,
            Duration took,
            boolean ok,
            boolean shows,
            String detail,
            @Nullable Double value)
            implements Event {
        /** Of something that takes time. */
        public FaultSample(
                String id, Moment moment, Instant sent, Duration took, boolean ok, boolean shows, String detail) {
            this(id, moment, sent, took, ok, shows, detail, null);
        }
    }

    /** When a sample was taken. */
    enum Moment {
        BEFORE,
        DURING,
        AFTER
    }

    /**
     * The system's own traffic on the faulted target so far, our own exchanges left out; cumulative. The first is taken when the
     * measurement is opened, the next right before the injection.
     *
     * @param connections that were open when the measurement was opened, or have been since
     * @param chunks reads that brought something, both directions, since the measurement was opened
     * @param bytes in those chunks
     * @param cut connections that were closed since the measurement was opened
     * @param met connections that carried something since the fault was injected
     */
    record TrafficSample(String id, long connections, long chunks, long bytes, long cut, long met) implements Event {
        /** Before the injection, when no connection can have met the fault. */
        public TrafficSample(String id, long connections, long chunks, long bytes, long cut) {
            this(id, connections, chunks, bytes, cut, 0);
        }
    }

    /**
     * A fault has been taken back.
     *
     * @param steps each undo step and its result, in the order in which they were done
     */
    record FaultReverted(String id, List<String> steps) implements Event {}

    /** A playbook step replaced the fault's target. */
    record FaultMitigated(String id, String by) implements Event {}

    /** The fault's target vanished, and nobody that we know of did it. */
    record FaultLost(String id, String why) implements Event {}

    /** The fault could not be injected; what was done of it has been taken back. */
    record FaultFailed(String id, String why) implements Event {}

    /** The alert's condition is met for the first time. */
    record AlertFired(String alert) implements Event {}

    /** Waiting for the alert has ended without it. */
    record AlertAwaited(Duration waited) implements Event {}
}
