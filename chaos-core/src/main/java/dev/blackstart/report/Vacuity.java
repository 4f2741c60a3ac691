package dev.blackstart.report;

import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Section;
import dev.blackstart.load.Buckets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was met says anything: whether anybody looked at it during the faults, and whether there was anything to be seen.
 * Computed from the arm's facts, nothing else. Where it is not known what a probe asks, nothing is said of it.
 */
final class Vacuity {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ArmFacts facts;
    private final List<Evidence> evidence;
    private final Declared declared;
    private final Buckets buckets;
    private final Replicas replicas;

    Vacuity(ArmFacts facts, List<Evidence> evidence, Declared declared, Buckets buckets) {
        this.facts = facts;
        this.evidence = evidence;
        this.declared = declared;
        this.buckets = buckets;
        this.replicas = new Replicas(facts.entries);
    }

    /** Why a steady state that held says nothing of the faults; empty when it does. */
    Optional<String> ofHypothesis(Evaluation evaluation) {
        return isIdle(evaluation)
                ? Optional.of("no request of the load came to an end while it was looked at")
                : absent(evaluation, false).or(() -> unseen(evaluation));
    }

    /** Why degradation probes that were met say nothing; empty when they do. */
    Optional<String> ofDegradation(List<Evaluation> evaluations) {
        if (evaluations.stream().allMatch(this::isIdle)) {
            return Optional.of("no request of the load came to an end while they were evaluated");
        }
        return evaluations.stream()
                .flatMap(evaluation -> absent(evaluation, true).stream())
                .findFirst();
    }

    /** Whether the load brought no answer at all while these probes were looked at: there was nothing to be seen. */
    private boolean isIdle(Evaluation evaluation) {
        Instant until = evaluation.ended;
        if (until == null || facts.rate <= 0 || !buckets.completeUntil().isAfter(evaluation.started)) {
            return false;
        }
        Duration two = Duration.ofNanos((long) (2e9 / facts.rate));
        Instant from = evaluation.started.minus(two.compareTo(SECOND) > 0 ? two : SECOND);
        return buckets.counts(from, until.plus(Buckets.WIDTH)).total() == 0;
    }

    /** The faults during which nobody looked, neither at the hypothesis nor at what still works. */
    private Optional<String> unseen(Evaluation evaluation) {
        // Whoever asks when it works again looks all the while.
        if (facts.faults.isEmpty() || declared.recoveryHold() != null) {
            return Optional.empty();
        }
        Map<String, List<Evidence>> faults = evidence.stream()
                .filter(one -> one.clock()
                        .filter(from -> from.isBefore(evaluation.started))
                        .isPresent())
                .collect(Collectors.groupingBy(
                        one -> one.composite() == null ? one.id() : one.composite(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<String> over = faults.values().stream()
                .filter(parts ->
                        !evaluation.at(moment -> isUnder(parts, moment)).met()
                                && facts.evaluations(Section.DEGRADATION).stream()
                                        .allMatch(each -> each.at(moment -> isUnder(parts, moment)).ended == null))
                .map(parts -> parts.get(0).fault() + " on " + parts.get(0).target())
                .toList();
        if (over.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("nobody looked at it during " + (faults.size() == 1 ? "the fault" : String.join(", ", over))
                + ", which was over by then");
    }

    private boolean isUnder(List<Evidence> parts, Instant moment) {
        return parts.stream().anyMatch(one -> facts.isInForce(one, moment));
    }

    /**
     * The first probe that was met though what it asks was not there.
     *
     * @param mayExpectIt whether a probe may be there to see just that: then only what was answered from there says nothing
     */
    private Optional<String> absent(Evaluation evaluation, boolean mayExpectIt) {
        return evaluation.results.stream()
                .filter(Evaluation::met)
                .filter(result -> !mayExpectIt || !Boolean.FALSE.equals(result.output()))
                .flatMap(
                        result -> absent(result, mayExpectIt)
                                .map(what -> "probe '" + result.name() + "' was met although " + what)
                                .stream())
                .findFirst();
    }

    private Optional<String> absent(Event.ActivityEnded result, boolean mayExpectIt) {
        Map<String, @Nullable Object> activity = facts.activities.get(result.id());
        if (activity == null || !(activity.get("provider") instanceof Map<?, ?> provider)) {
            return Optional.empty();
        }
        if ("http".equals(provider.get("type"))) {
            return down(reached(String.valueOf(provider.get("url"))), result);
        }
        if ("blackstart.sli".equals(provider.get("module")) && declared.workload() != null) {
            return mayExpectIt ? Optional.empty() : down(replicas.named(declared.workload()), result);
        }
        if (!"blackstart.topology".equals(provider.get("module"))
                || !(provider.get("arguments") instanceof Map<?, ?> arguments)) {
            return Optional.empty();
        }
        Object asked = arguments.containsKey("of") ? arguments.get("of") : arguments.get("service");
        String[] ends = String.valueOf(asked).split("->", -1);
        return ends.length == 2
                ? link(ends[0].strip(), ends[1].strip(), result)
                : down(replicas.named(ends[0].strip()), result);
    }

    /** What an address names by the run's own variables; empty where the file declares one of them itself. */
    private List<String> reached(String url) {
        Map<String, String> reached = replicas.reachedBy(url);
        boolean own = facts.configuration.stream().anyMatch(reached::containsKey);
        return own ? List.of() : List.copyOf(reached.values());
    }

    private Optional<String> down(List<String> names, Event.ActivityEnded result) {
        Instant end = result.end();
        boolean down = end != null
                && !names.isEmpty()
                && names.stream().allMatch(name -> isDown(name, result.start()) && isDown(name, end));
        return down
                ? Optional.of(String.join(", ", names) + (names.size() == 1 ? " was down" : " were down"))
                : Optional.empty();
    }

    /** Gone, or every process of it stopped. */
    private boolean isDown(String replica, Instant moment) {
        return replicas.isGone(replica, moment)
                || evidence.stream()
                        .anyMatch(one -> one.fault().equals("blackstart.fault.pause")
                                && one.target().equals(replica)
                                && facts.isInForce(one, moment));
    }

    /** A link without a caller is idle, and so is one on which a fault met nothing. */
    private Optional<String> link(String from, String to, Event.ActivityEnded result) {
        List<String> callers = replicas.named(from);
        List<String> called = replicas.named(withoutPort(to));
        List<Evidence> faults = evidence.stream()
                .filter(one -> isBetween(one.target(), callers, called))
                .toList();
        if (!faults.isEmpty() && faults.stream().noneMatch(Evidence::exposed)) {
            return Optional.of("no traffic of the system went over " + from + "->" + to);
        }
        return down(callers, result).or(() -> down(called, result));
    }

    /** @param link as {@code bfe-a#1->kv-a#1:50051}; or a replica, which is none */
    private static boolean isBetween(String link, List<String> callers, List<String> called) {
        String[] ends = link.split("->", -1);
        return ends.length == 2 && callers.contains(ends[0]) && called.contains(withoutPort(ends[1]));
    }

    private static String withoutPort(String end) {
        int colon = end.lastIndexOf(':');
        return colon < 0 ? end : end.substring(0, colon);
    }
}
