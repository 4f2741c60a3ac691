package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The samples of one fault to its {@link Evidence}. A pure function of the journal's entries: move them and it moves. */
public final class EvidenceFold {
    /** How many samples must show an effect, where so many were taken. */
    private static final int ENOUGH = 3;

    /** What a busy machine may add to each of fewer than that; a median of more does not show it. */
    private static final Duration HELD_UP = Duration.ofMillis(250);

    private final String id;
    private final List<Event.FaultSample> before = new ArrayList<>();
    private final List<Event.FaultSample> during = new ArrayList<>();
    private final List<Event.FaultSample> after = new ArrayList<>();
    private final Spells spells = new Spells();
    private final ExposureFold exposure;
    private Event.@Nullable FaultPrepared prepared;
    private Arm arm = Arm.RUN;
    private @Nullable Instant injected;
    private @Nullable Instant end;
    private boolean replaced;

    private EvidenceFold(String id) {
        this.id = id;
        this.exposure = new ExposureFold(id);
    }

    /**
     * The evidence of one fault.
     *
     * @param entries of the arm, in their order
     * @throws IllegalArgumentException if no fault of that id was prepared
     */
    public static Evidence of(List<Entry> entries, String faultId) {
        EvidenceFold fold = new EvidenceFold(faultId);
        entries.forEach(fold::add);
        fold.leaveOutWhatNobodyCouldAnswer(new Replicas(entries));
        return fold.evidence();
    }

    /**
     * Whether a fault that was still in force had no effect any more between two moments: most of the samples that were sent then do not
     * show it. Without samples there is no saying, and it counts as there.
     */
    static boolean isWithoutEffect(List<Entry> entries, String faultId, Instant from, Instant to) {
        EvidenceFold fold = new EvidenceFold(faultId);
        entries.forEach(fold::add);
        if (fold.prepared == null || fold.prepared.expected().moment()) {
            return false;
        }
        List<Event.FaultSample> then = fold.spells.inForce(fold.during).stream()
                .filter(sample -> !sample.sent().isBefore(from) && sample.sent().isBefore(to))
                .toList();
        long shown = then.stream().filter(Event.FaultSample::shows).count();
        return shown * 2 < then.size();
    }

    /** Through a link to a replica that is gone no answer comes, whatever a fault on that link does: this says nothing of it. */
    private void leaveOutWhatNobodyCouldAnswer(Replicas replicas) {
        String target = prepared == null ? "" : prepared.target();
        int arrow = target.indexOf("->");
        if (arrow < 0) {
            return;
        }
        String far = target.substring(arrow + 2);
        String server = far.substring(0, Math.max(0, far.lastIndexOf(':')));
        Predicate<Event.FaultSample> unanswerable = sample -> !sample.ok()
                && (replicas.isGone(server, sample.sent())
                        || replicas.isGone(server, sample.sent().plus(sample.took())));
        during.removeIf(unanswerable);
        after.removeIf(unanswerable);
    }

    private void add(Entry entry) {
        exposure.add(entry);
        Event event = entry.event();
        if (event instanceof Event.FaultPrepared fault && fault.id().equals(id)) {
            prepared = fault;
            arm = entry.arm();
        } else if (event instanceof Event.FaultInjected fault && fault.id().equals(id)) {
            injected = entry.at();
            if (prepared != null) {
                spells.begin(entry.at(), prepared.expected());
            }
        } else if (event instanceof Event.FaultAdjusted adjusted
                && adjusted.id().equals(id)) {
            adjust(entry.at(), adjusted);
        } else if (event instanceof Event.FaultReverted fault && fault.id().equals(id)) {
            end(entry.at());
        } else if (event instanceof Event.FaultLost fault && fault.id().equals(id)) {
            end(entry.at());
        } else if (event instanceof Event.FaultMitigated fault && fault.id().equals(id)) {
            replaced = end == null;
            end(entry.at());
        } else if (event instanceof Event.FaultSample sample && sample.id().equals(id)) {
            samples(sample.moment()).add(sample);
        }
    }

    private void adjust(Instant at, Event.FaultAdjusted adjusted) {
        if (!adjusted.inForce()) {
            spells.end(at);
        } else if (end == null) {
            spells.begin(at, adjusted.expected());
        }
    }

    private void end(Instant at) {
        if (end == null) {
            end = at;
            spells.end(at);
        }
    }

    private List<Event.FaultSample> samples(Event.Moment moment) {
        return moment == Event.Moment.BEFORE ? before : moment == Event.Moment.DURING ? during : after;
    }

    private Evidence evidence() {
        Event.FaultPrepared fault = prepared;
        if (fault == null) {
            throw new IllegalArgumentException("the journal has no fault '" + id + "'");
        }
        after.replaceAll(sample -> lingers(fault.expected(), sample) ? shown(sample) : sample);
        Event.Expected expected = spells.expected(during, ENOUGH, fault.expected());
        List<Event.FaultSample> counted = spells.of(during, expected);
        String noEffect = noEffect(expected, counted);
        String offBounds = noEffect.isEmpty() ? offBounds(expected, counted) : "";
        Optional<Instant> clock = spells.inForce(during).stream()
                .filter(Event.FaultSample::shows)
                .map(Event.FaultSample::sent)
                .min(Instant::compareTo);
        ExposureFold.Exposure met = exposure.exposure(fault, clock);
        return new Evidence(
                id,
                arm,
                fault.fault(),
                fault.target(),
                fault.live(),
                fault.asked(),
                expected.unit(),
                fault.composite(),
                summary(before),
                summary(counted),
                summary(after),
                noEffect.isEmpty() && offBounds.isEmpty(),
                noEffect + offBounds,
                !offBounds.isEmpty(),
                gone(),
                replaced,
                met.exposed(),
                met.words(),
                clock);
    }

    /** Why there is no effect; empty when there is one. */
    private String noEffect(Event.Expected expected, List<Event.FaultSample> counted) {
        long shown = counted.stream().filter(Event.FaultSample::shows).count();
        if (injected == null) {
            return "never injected";
        }
        if (counted.isEmpty()) {
            return "nothing was measured while it was in force";
        }
        if (expected.moment() && shown > 0) {
            return "";
        }
        long already = before.stream().filter(Event.FaultSample::shows).count();
        if (already > 0 && already * 2 >= before.size()) {
            return "measured the same before the injection (" + summary(before).detail() + ")";
        }
        if (shown >= Math.min(ENOUGH, counted.size()) && shown * 2 >= counted.size()) {
            return "";
        }
        Evidence.Samples all =
                summary(counted.stream().filter(sample -> !sample.shows()).toList());
        return "measured " + (all.ok() > 0 ? Words.took(all.p50()) + " p50" : all.detail()) + ", " + shown + " of "
                + counted.size() + (counted.size() == 1 ? " sample shows it" : " samples show it");
    }

    /** How far the measured median is off what was asked; empty when it is not. */
    private String offBounds(Event.Expected expected, List<Event.FaultSample> counted) {
        if (expected.unit() != null) {
            return valueOffBounds(expected, expected.unit(), summary(counted).value50());
        }
        Duration measured = summary(counted).p50();
        Duration least = leastMedian(expected, counted.size());
        if (least != null && measured.compareTo(least) < 0) {
            return "measured " + Words.took(measured) + " p50, where at least " + Words.took(least) + " was to be seen";
        }
        Duration usual = summary(before).p50();
        Duration most = expected.most() == null
                ? null
                : usual.plus(expected.most()).plus(counted.size() < ENOUGH ? HELD_UP : Duration.ZERO);
        if (most != null && measured.compareTo(most) > 0) {
            return "measured " + Words.took(measured) + " p50, where at most " + Words.took(most) + " was to be seen ("
                    + Words.took(usual) + " before)";
        }
        return "";
    }

    /**
     * What the median of so many samples must reach. Where each varies, three standard errors less, so that one run in some hundred is
     * called wrong by chance; a quarter at least, so that a few samples do not pass whatever they say.
     */
    private static @Nullable Duration leastMedian(Event.Expected expected, int samples) {
        Duration least = expected.least();
        Duration jitter = expected.jitter();
        if (least == null || jitter == null) {
            return least;
        }
        Duration tolerance = Duration.ofNanos((long) (3 * jitter.toNanos() / Math.sqrt(samples + 2.0)));
        return longer(least.minus(tolerance), least.dividedBy(4));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String valueOffBounds(Event.Expected expected, String unit, @Nullable Double measured) {
        Double least = expected.leastValue();
        Double most = expected.mostValue();
        if (measured == null) {
            return "measured no value in " + unit;
        }
        if (least != null && measured < least) {
            return "measured " + Words.value(measured, unit) + " p50, where at least " + Words.value(least, unit)
                    + " was to be seen";
        }
        return most != null && measured > most
                ? "measured " + Words.value(measured, unit) + " p50, where at most " + Words.value(most, unit)
                        + " was to be seen"
                : "";
    }

    /** Whether a sample took as much longer as was asked for, whatever is said of it. */
    private boolean lingers(Event.Expected expected, Event.FaultSample sample) {
        Duration least = expected.least();
        if (least != null && expected.jitter() != null) {
            least = longer(least.minus(expected.jitter()), least.dividedBy(4));
        }
        return least != null
                && sample.ok()
                && sample.took().minus(summary(before).p50()).compareTo(least) >= 0;
    }

    private static Event.FaultSample shown(Event.FaultSample sample) {
        return new Event.FaultSample(
                sample.id(),
                sample.moment(),
                sample.sent(),
                sample.took(),
                sample.ok(),
                true,
                sample.detail(),
                sample.value());
    }

    private Evidence.Gone gone() {
        if (replaced || after.isEmpty()) {
            return Evidence.Gone.UNKNOWN;
        }
        List<Event.FaultSample> last = after.subList(Math.max(0, after.size() - ENOUGH), after.size());
        if (last.stream().anyMatch(Event.FaultSample::shows)) {
            return Evidence.Gone.NO;
        }
        return last.stream().allMatch(Event.FaultSample::ok) ? Evidence.Gone.YES : Evidence.Gone.UNKNOWN;
    }

    private static Evidence.Samples summary(List<Event.FaultSample> samples) {
        List<Event.FaultSample> shown =
                samples.stream().filter(Event.FaultSample::shows).toList();
        List<Event.FaultSample> told = shown.isEmpty() ? samples : shown;
        List<Duration> took = told.stream()
                .map(Event.FaultSample::took)
                .sorted(Comparator.naturalOrder())
                .toList();
        int ok = (int) samples.stream().filter(Event.FaultSample::ok).count();
        String detail = told.isEmpty() ? "" : told.get(told.size() - 1).detail();
        List<Double> values = told.stream()
                .flatMap(sample -> Stream.ofNullable(sample.value()))
                .sorted()
                .toList();
        return new Evidence.Samples(
                samples.size(),
                shown.size(),
                ok,
                quantile(took, 0.5).orElse(Duration.ZERO),
                quantile(took, 0.95).orElse(Duration.ZERO),
                detail,
                quantile(values, 0.5).orElse(null),
                quantile(values, 0.95).orElse(null));
    }

    /** By nearest rank. */
    private static <T> Optional<T> quantile(List<T> sorted, double quantile) {
        int rank = (int) Math.ceil(quantile * sorted.size());
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(Math.max(0, rank - 1)));
    }
}
