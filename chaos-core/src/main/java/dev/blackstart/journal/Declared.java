package dev.blackstart.journal;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment and its files declare, as far as folds over the journal need it. Null or empty: not declared.
 *
 * @param extension whether the file uses Blackstart's extension at all
 * @param workload the service that the load calls
 * @param degradation the names of its probes
 * @param sli which answers are good for the objective: {@code full}, {@code success} or {@code fast}
 * @param fastWithin the limit for {@code fast}
 * @param objective the ratio that the SLO asks for, in (0, 1)
 * @param steps the names of the playbook's steps
 * @param abortWhen the names of the abort conditions
 * @param alertWindow the short window of the alert, in the run's time; null in journals that are older than it
 * @param vacuity what becomes of probes that were met and say nothing: {@code warn} only notes it; null where the file says nothing
 */
public record Declared(
        boolean extension,
        @Nullable String workload,
        List<String> degradation,
        @Nullable String alert,
        @Nullable Duration alertWithin,
        double timeScale,
        @Nullable String sli,
        @Nullable Duration fastWithin,
        @Nullable Double objective,
        @Nullable String playbook,
        List<String> steps,
        @Nullable Duration recoveryWithin,
        @Nullable Duration recoveryHold,
        int controlRuns,
        List<String> abortWhen,
        @Nullable Duration alertWindow,
        @Nullable String vacuity) {
    public Declared {
        degradation = List.copyOf(degradation);
        steps = List.copyOf(steps);
        abortWhen = List.copyOf(abortWhen);
    }

    /** Without abort conditions, what is known of the alert's window, and what is said of vacuity. */
    public Declared(
            boolean extension,
            @Nullable String workload,
            List<String> degradation,
            @Nullable String alert,
            @Nullable Duration alertWithin,
            double timeScale,
            @Nullable String sli,
            @Nullable Duration fastWithin,
            @Nullable Double objective,
            @Nullable String playbook,
            List<String> steps,
            @Nullable Duration recoveryWithin,
            @Nullable Duration recoveryHold,
            int controlRuns) {
        this(
                extension,
                workload,
                degradation,
                alert,
                alertWithin,
                timeScale,
                sli,
                fastWithin,
                objective,
                playbook,
                steps,
                recoveryWithin,
                recoveryHold,
                controlRuns,
                List.of(),
                null,
                null);
    }

    /** Whether probes that were met and say nothing are only noted. */
    public boolean notesVacuity() {
        return "warn".equals(vacuity);
    }

    /** Of a file without the extension. */
    public static final Declared NOTHING =
            new Declared(false, null, List.of(), null, null, 1, null, null, null, null, List.of(), null, null, 0);
}
