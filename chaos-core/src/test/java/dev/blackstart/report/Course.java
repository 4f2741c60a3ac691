package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A journal of events by hand: a latency on a link, felt from second 10 on, an alert at 11.14, a playbook from 11.3 to 12.3, full
 * answers from 13.0, all reverted at 28; then the same without the playbook, in which answers stay bad until the revert at 40. The
 * fields say what goes otherwise. Times are milliseconds from the beginning of each arm.
 */
final class Course {
    static final long NEVER = 1_000_000;
    static final String LINK = "bfe-a#1->kv-a#1:50051";

    private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");
    private static final long CONTROL_BEGINS = 100_000;
    private static final long LONGEST = 60_000;

    boolean playbook = true;
    boolean alert = true;
    boolean extension = true;
    int controlRuns = 1;
    final Half treatment = new Half(Arm.TREATMENT);
    final Half control = new Half(Arm.CONTROL);

    /** One arm. */
    static final class Half {
        final Arm arm;
        boolean runs = true;
        long alertFires = 11_140;
        long recovers;
        long reverted;
        /** When the fault ends by itself, if that is before the revert. */
        long faultEnds = NEVER;

        /** When somebody takes the effect away, and leaves the fault where it is. */
        long switchedOff = NEVER;

        long ends;
        long stepEnds = 12_300;
        /** How many of the 4 answers in each bucket are good while the system is down. */
        int goodWhileDown;

        String stepStatus = "succeeded";
        final Map<Section, Event.ActivityEnded> probes = new HashMap<>();

        Half(Arm arm) {
            this.arm = arm;
            recovers = arm == Arm.TREATMENT ? 13_000 : NEVER;
            reverted = arm == Arm.TREATMENT ? 28_000 : 40_000;
            ends = reverted + 8_000;
        }

        long faultEnd() {
            return Math.min(faultEnds, reverted);
        }

        Instant at(long millis) {
            return ZERO.plusMillis(arm == Arm.CONTROL ? CONTROL_BEGINS + millis : millis);
        }

        /** The answer of the only probe of a section, in the place of one that is met. */
        void probe(Section section, @Nullable Boolean met, @Nullable String unclear, List<String> exception) {
            probes.put(section, Course.answer(section, met, unclear, exception));
        }
    }

    private static Event.ActivityEnded answer(
            Section section, @Nullable Boolean met, @Nullable String unclear, List<String> exception) {
        return new Event.ActivityEnded(
                section.ordinal(),
                section,
                "probe",
                exception.isEmpty() ? "succeeded" : "failed",
                0.5,
                exception,
                ZERO,
                ZERO,
                met,
                unclear);
    }

    Declared declared() {
        return new Declared(
                extension,
                "sfe",
                List.of("probe"),
                alert ? "winner-rate-burns" : null,
                alert ? Duration.ofSeconds(8) : null,
                600,
                "full",
                null,
                0.99,
                playbook ? "kv-failover" : null,
                playbook ? List.of("fail over") : List.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                controlRuns);
    }

    /** The journal, in the order of time. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        add(
                entries,
                Arm.RUN,
                ZERO,
                new Event.RunStarted(
                        1,
                        "r",
                        "x.json",
                        "",
                        "Auctions go on",
                        7,
                        "",
                        "",
                        "Linux",
                        "host",
                        Map.of("title", "Auctions go on"),
                        declared()));
        half(entries, treatment);
        if (playbook && controlRuns > 0 && control.runs) {
            half(entries, control);
        }
        entries.sort(Comparator.comparing(Entry::at));
        return entries;
    }

    Outcome outcome() {
        return OutcomeFold.of(entries());
    }

    /** The outcome of this journal with some of its events changed, or left out where {@code change} gives null. */
    Outcome outcome(Function<Entry, @Nullable Entry> change) {
        List<Entry> changed = new ArrayList<>();
        for (Entry entry : entries()) {
            Entry other = change.apply(entry);
            if (other != null) {
                changed.add(other);
            }
        }
        changed.sort(Comparator.comparing(Entry::at));
        return OutcomeFold.of(changed);
    }

    private static void add(List<Entry> entries, Arm arm, Instant at, Event event) {
        entries.add(new Entry(entries.size() + 1L, at, arm, event));
    }

    private void half(List<Entry> entries, Half half) {
        List<Entry> own = new ArrayList<>();
        before(own, half);
        fault(own, half);
        load(own, half);
        after(own, half);
        own.removeIf(entry -> entry.at().isAfter(half.at(half.ends)));
        entries.addAll(own);
    }

    private void add(List<Entry> entries, Half half, long millis, Event event) {
        add(entries, half.arm, half.at(millis), event);
    }

    private void evaluation(List<Entry> entries, Half half, long millis, Section section) {
        add(entries, half, millis, new Event.EvaluationStarted(section, 1));
        add(entries, half, millis, new Event.ActivityStarted(section.ordinal(), section, "probe", Map.of(), false));
        Event.ActivityEnded given = half.probes.getOrDefault(section, answer(section, true, null, List.of()));
        add(
                entries,
                half,
                millis + 10,
                new Event.ActivityEnded(
                        given.id(),
                        section,
                        given.name(),
                        given.status(),
                        given.output(),
                        given.exception(),
                        half.at(millis),
                        half.at(millis + 10),
                        given.toleranceMet(),
                        given.unclear(),
                        given.tolerance()));
        add(entries, half, millis + 10, new Event.EvaluationEnded(section));
    }

    private void before(List<Entry> entries, Half half) {
        add(entries, half, 0, new Event.PhaseEntered(Phase.START));
        add(entries, half, 100, new Event.LoadStarted(40, Duration.ofSeconds(1)));
        add(entries, half, 1_000, new Event.PhaseEntered(Phase.BASELINE));
        evaluation(entries, half, 3_000, Section.HYPOTHESIS_BEFORE);
        add(entries, half, 8_000, new Event.PhaseEntered(Phase.FAULT));
    }

    private void fault(List<Entry> entries, Half half) {
        add(
                entries,
                half,
                8_100,
                new Event.FaultPrepared(
                        "f1",
                        "blackstart.fault.latency",
                        Map.of(),
                        LINK,
                        "exchanged",
                        "+2s on each response",
                        List.of(),
                        new Event.Expected(false, false, Duration.ofMillis(1_999), Duration.ofMillis(2_500))));
        add(entries, half, 8_150, new Event.TrafficSample("f1", 1, 0, 0, 0));
        for (int i = 0; i < 3; i++) {
            sample(entries, half, Moment.BEFORE, 8_200 + 250L * i, 5, false);
        }
        add(entries, half, 9_900, new Event.TrafficSample("f1", 1, 40, 40_000, 0));
        add(entries, half, 10_000, new Event.FaultInjected("f1"));
        add(entries, half, 10_010, new Event.TrafficSample("f1", 1, 40, 40_000, 0));
        for (long sent = 10_000; sent + 2_010 < half.faultEnd(); sent += 250) {
            boolean shows = sent < half.switchedOff;
            sample(entries, half, Moment.DURING, sent, shows ? 2_010 : 5, shows);
        }
        add(entries, half, 11_000, new Event.TrafficSample("f1", 1, 150, 150_000, 0, 1));
        if (half.alertFires < NEVER && alert) {
            add(entries, half, half.alertFires, new Event.AlertFired("winner-rate-burns"));
        }
        add(entries, half, half.faultEnd(), new Event.FaultReverted("f1", List.of("ToxicGone: REVERTED")));
        for (int i = 0; i < 3; i++) {
            sample(entries, half, Moment.AFTER, half.faultEnd() + 50 + 250L * i, 5, false);
        }
    }

    private void sample(List<Entry> entries, Half half, Moment moment, long sent, long took, boolean shows) {
        add(
                entries,
                half,
                sent + took,
                new Event.FaultSample("f1", moment, half.at(sent), Duration.ofMillis(took), true, shows, "SERVING"));
    }

    private void load(List<Entry> entries, Half half) {
        for (long start = 200; start < LONGEST; start += 100) {
            boolean down = start >= 10_000 && start < half.recovers && start < half.faultEnd();
            int full = down ? half.goodWhileDown : 4;
            add(entries, half, start + 100, new Event.LoadBucket(half.at(start), full, 4 - full, 0, 0));
        }
    }

    private void after(List<Entry> entries, Half half) {
        if (half.arm == Arm.TREATMENT) {
            evaluation(entries, half, 10_500, Section.DEGRADATION);
            if (playbook && half.alertFires < NEVER) {
                playbook(entries, half);
            }
            evaluation(entries, half, half.reverted - 500, Section.HYPOTHESIS_AFTER);
        }
        add(entries, half, half.reverted - 100, new Event.PhaseEntered(Phase.REVERTED));
        add(entries, half, half.reverted + 900, new Event.PhaseEntered(Phase.AFTER));
        if (half.arm == Arm.TREATMENT) {
            evaluation(entries, half, half.reverted + 3_000, Section.AFTER);
        }
        add(entries, half, half.ends, new Event.PhaseEntered(Phase.STOP));
    }

    private void playbook(List<Entry> entries, Half half) {
        evaluation(entries, half, 11_200, Section.VERIFICATION);
        Event.ActivityEnded verified = half.probes.get(Section.VERIFICATION);
        if (verified != null && !Boolean.TRUE.equals(verified.toleranceMet())) {
            return;
        }
        add(entries, half, 11_300, new Event.PhaseEntered(Phase.MITIGATING));
        add(entries, half, 11_300, new Event.ActivityStarted(90, Section.PLAYBOOK, "fail over", Map.of(), false));
        add(
                entries,
                half,
                half.stepEnds,
                new Event.ActivityEnded(
                        90,
                        Section.PLAYBOOK,
                        "fail over",
                        half.stepStatus,
                        null,
                        half.stepStatus.equals("failed") ? List.of("ActivityFailed: no such service\n") : List.of(),
                        half.at(11_300),
                        half.at(half.stepEnds),
                        null,
                        null));
    }
}
