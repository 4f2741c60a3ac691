package dev.blackstart.report;

import dev.blackstart.journal.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an arm's abort conditions showed, and whether anybody could see them. Computed from the arm's facts, nothing else. */
final class AbortConditions {
    /** A fault that is over sooner may fall between two evaluations of the abort conditions. */
    private static final Duration LEAST_WATCHED = Duration.ofSeconds(2);

    private final ArmFacts facts;
    private final List<String> names;

    /** @param names of those that are declared */
    AbortConditions(ArmFacts facts, List<String> names) {
        this.facts = facts;
        this.names = names;
    }

    /** The abort condition that was met first, and what it gave; empty when none was met before the run stopped for another reason. */
    private Optional<ArmFacts.AbortCheck> met() {
        Instant stopped = facts.interruptedAt;
        return facts.abortChecks.stream()
                .filter(check -> check.met() && (stopped == null || !check.at().isAfter(stopped)))
                .findFirst();
    }

    private boolean isBeforeAnyFault(ArmFacts.AbortCheck check) {
        return facts.firstDeed().filter(deed -> !check.at().isBefore(deed)).isEmpty();
    }

    private static String gave(ArmFacts.AbortCheck check) {
        return "'" + check.name() + "' gave "
                + Evaluation.shortened(String.valueOf(check.checked().output()));
    }

    /** That an abort condition stopped the arm while there was a fault. */
    Optional<String> abortedBy() {
        return met().filter(check -> !isBeforeAnyFault(check)).map(check -> "The run was aborted: " + gave(check));
    }

    /** That an abort condition was met before there was any fault. */
    Optional<String> metBefore() {
        return met().filter(this::isBeforeAnyFault)
                .map(check -> "An abort condition was already met before any fault: " + gave(check));
    }

    /** That there was no fault because nobody could say whether an abort condition was met. */
    Optional<String> unseenBefore() {
        if (facts.phases.containsKey(Phase.FAULT) || !facts.phases.containsKey(Phase.BASELINE)) {
            return Optional.empty();
        }
        return names.stream()
                .flatMap(name -> unseen(name, Instant.MIN, Instant.MAX).stream())
                .findFirst()
                .map(sentence -> sentence + " before the fault");
    }

    /** Abort conditions that nobody could look at while a fault was in force: a sentence for each. */
    List<String> unseenUnderFault() {
        Optional<Instant> from = facts.firstDeed();
        Instant to = facts.faultEnd()
                .orElse(facts.entries.get(facts.entries.size() - 1).at());
        if (from.isEmpty() || from.get().plus(LEAST_WATCHED).isAfter(to)) {
            return List.of();
        }
        return names.stream()
                .flatMap(name -> unseen(name, from.get(), to).stream())
                .map(sentence -> sentence + " while the fault was in force")
                .toList();
    }

    private Optional<String> unseen(String name, Instant from, Instant to) {
        List<ArmFacts.AbortCheck> own = facts.abortChecks.stream()
                .filter(check -> check.name().equals(name))
                .toList();
        if (own.stream()
                .anyMatch(check -> check.answered()
                        && !check.at().isBefore(from)
                        && !check.at().isAfter(to))) {
            return Optional.empty();
        }
        Optional<String> why = own.stream()
                .flatMap(check -> Stream.ofNullable(check.checked().unclear()))
                .reduce((first, last) -> last);
        return Optional.of("The abort condition '" + name + "' could not be evaluated"
                + why.map(text -> " (" + text + ")").orElse(""));
    }
}
