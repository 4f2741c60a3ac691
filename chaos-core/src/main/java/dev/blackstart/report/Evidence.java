package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a fault was felt: its effect on exchanges of our own, and how much of the system's traffic met it. Both are needed; what
 * is missing makes a run inconclusive. Made by {@link EvidenceFold} out of samples only.
 *
 * @param id of the fault
 * @param fault module and function
 * @param target by name
 * @param live how the effect was looked for: {@code exchanged}, {@code observed}, {@code process} or {@code file}
 * @param asked the effect that it should have: {@code +2s on each response}
 * @param unit of what was measured where it is not a time, such as {@code kB/s}; null where it is
 * @param composite what the parts of one fault made of many share; null where it is not such a part
 * @param during the samples that were taken while as much of the fault was in force as was for long enough to tell
 * @param effect whether the samples show what was asked, and as much of it
 * @param noEffect why not, for people; empty where there is an effect
 * @param otherEffect whether they show an effect, but more or less of it than was asked
 * @param gone whether the effect was gone after the fault had been reverted
 * @param replaced whether a mitigation replaced the target while the fault was on it
 * @param exposed whether traffic of the system met the fault
 * @param exposure what met it: {@code met by 1 of 1 connections, 253 chunks, 159 kB; 240 requests finished meanwhile}
 * @param clock when the first exchange that showed the effect was sent
 */
public record Evidence(
        String id,
        Arm arm,
        String fault,
        String target,
        String live,
        String asked,
        @Nullable String unit,
        @Nullable String composite,
        Samples before,
        Samples during,
        Samples after,
        boolean effect,
        String noEffect,
        boolean otherEffect,
        Gone gone,
        boolean replaced,
        boolean exposed,
        String exposure,
        Optional<Instant> clock) {

    /** Whether the effect is gone. */
    public enum Gone {
        YES,
        NO,
        UNKNOWN
    }

    /**
     * Samples of one moment.
     *
     * @param shown how many show the effect
     * @param ok how many brought an answer
     * @param p50 of how long those took that show the effect, else of all; zero where there is none
     * @param p95 of the same
     * @param detail of the last that shows the effect, else of the last; empty where there is none
     * @param value50 the median of their values, of the same samples; null where they have none
     * @param value95 likewise
     */
    public record Samples(
            int count,
            int shown,
            int ok,
            Duration p50,
            Duration p95,
            String detail,
            @Nullable Double value50,
            @Nullable Double value95) {}

    /** What is missing, as a sentence without a full stop; empty when effect and exposure are both there. */
    public Optional<String> missing() {
        String name = "The fault " + fault + " on " + target;
        if (!effect) {
            String what = otherEffect ? " had another effect than was asked" : " had no effect";
            return Optional.of(name + what + ": asked " + asked + ", " + noEffect);
        }
        // Of a fault made of many, some parts may lie where nothing happens to go through.
        return exposed || composite != null ? Optional.empty() : Optional.of(name + " " + exposure);
    }

    /** That the effect was still there after the revert, or may have been, as a sentence without a full stop. */
    public Optional<String> leftBehind() {
        if (gone == Gone.YES || replaced) {
            return Optional.empty();
        }
        String reverted = "The fault " + fault + " on " + target + " was reverted, and ";
        if (gone == Gone.NO) {
            return Optional.of(reverted + "its effect was still there: " + after.shown() + " of " + after.count()
                    + " samples show it (" + after.detail() + ")");
        }
        if (after.count() == 0 && live.equals("observed")) {
            // A system that no longer uses the link has nothing on it that could be seen.
            return Optional.empty();
        }
        return Optional.of(reverted + "whether its effect is gone is not known: "
                + (after.count() == 0 ? "nothing was measured afterwards" : after.detail()));
    }

    /** All of it on one line. */
    public String sentence() {
        String func = fault.substring(fault.lastIndexOf('.') + 1);
        String measured = effect ? measured() : noEffect;
        return func + " on " + target + ": asked " + asked + ", " + measured + "; " + exposure + "; " + end();
    }

    private String measured() {
        String count = during.count() + (during.count() == 1 ? " sample" : " samples");
        if (unit != null && during.value50() != null && during.value95() != null) {
            return "measured " + Words.value(during.value50(), unit) + " p50, " + Words.value(during.value95(), unit)
                    + " p95, " + count;
        }
        if (isTimed()) {
            return "measured " + Words.took(during.p50()) + " p50, " + Words.took(during.p95()) + " p95, " + count
                    + (live.equals("observed") ? " of the system's own chunks" : "");
        }
        return "measured: " + during.detail() + " (" + during.shown() + " of " + count + ")";
    }

    /** An effect that lets answers through shows in how long they take. */
    private boolean isTimed() {
        return !live.equals("process") && !live.equals("file") && during.ok() > 0 && during.ok() >= during.shown();
    }

    private String end() {
        if (replaced) {
            return "its target was replaced";
        }
        if (gone == Gone.UNKNOWN) {
            return after.count() == 0
                    ? "not looked at afterwards"
                    : "not known whether it is gone (" + after.detail() + ")";
        }
        return gone == Gone.YES ? "gone afterwards" : "still there afterwards";
    }
}
