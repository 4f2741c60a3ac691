package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The journal of a run in code to its figures. A pure function of its entries. */
public final class CodeFold {
    private final ArmJudge judge;

    private CodeFold(ArmJudge judge) {
        this.judge = judge;
    }

    /**
     * Folds what happened from a moment on.
     *
     * @param since the start of a baseline
     */
    public static CodeFold of(List<Entry> entries, Instant since) {
        List<Entry> own = entries.stream()
                .filter(entry -> isDeclaration(entry.event()) || !entry.at().isBefore(since))
                .toList();
        Declared declared = Declared.NOTHING;
        for (Entry entry : own) {
            declared = entry.event() instanceof Event.DeclaredInCode in ? in.declared() : declared;
        }
        return new CodeFold(new ArmJudge(Arm.TREATMENT, ArmFacts.of(own, Arm.TREATMENT), declared));
    }

    private static boolean isDeclaration(Event event) {
        return event instanceof Event.RunStarted
                || event instanceof Event.DeclaredInCode
                || event instanceof Event.LoadStarted;
    }

    /** TTD, TTM and TTR, as far as it came to them. */
    public Times times() {
        return judge.times();
    }

    /** When the first exchange that showed an effect of a fault was sent. */
    public Optional<Instant> clock() {
        return judge.clock();
    }

    /** How long after the alert, or after the fault clock where there was none, the first recovered window began. */
    public Optional<Duration> recoveredAfter() {
        return judge.recoveredAfter();
    }

    /** Why it does not count as recovered, as a sentence without a full stop; empty when it does. */
    public Optional<String> whyNotRecovered() {
        return switch (judge.recovery()) {
            case RECOVERED -> Optional.empty();
            case AFTER_FAULT -> Optional.of("it recovered only after the fault had ended");
            case WITHOUT_EFFECT ->
                Optional.of(
                        "when it recovered the fault had no effect any more, though nothing had replaced its target:"
                                + " whoever switches the fault off mitigates nothing");
            case NOT_RECOVERED -> Optional.of("it did not recover");
            case UNKNOWN -> Optional.of("nothing is known of its recovery: there was no effect of a fault, or no load");
        };
    }
}
