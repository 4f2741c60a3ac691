package dev.blackstart.report;

import dev.blackstart.journal.Event;
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

    /** One evaluation may fail, and come late; what can come to pass while nobody looks for longer is unseen. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(3);

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

    /** That the run was stopped because nobody could tell for too long whether an abort condition was met. */
    Optional<String> stoppedUnseen() {
        Instant stopped = facts.interruptedAt;
        String reason = facts.interrupted;
        if (stopped == null || reason == null) {
            return Optional.empty();
        }
        Instant latest = stopped.minus(Event.AbortChecked.LONGEST_UNCLEAR);
        for (String name : names) {
            Optional<Instant> last = answers(name, Instant.MIN, stopped).reduce((earlier, later) -> later);
            if (reason.contains("'" + name + "'")
                    && last.filter(at -> at.isBefore(latest)).isPresent()) {
                return Optional.of("The run was stopped: nobody could tell for "
                        + Words.seconds(Duration.between(last.get(), stopped)) + " whether the abort condition '" + name
                        + "' was met (" + whySince(name, last.get()) + ")");
            }
        }
        return Optional.empty();
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

    /** Abort conditions that nobody could look at while a fault was in force, or not for long: a sentence for each. */
    List<String> unseenUnderFault() {
        Optional<Instant> from = facts.firstDeed();
        Instant to = watchedUntil();
        if (from.isEmpty() || from.get().plus(LEAST_WATCHED).isAfter(to)) {
            return List.of();
        }
        return names.stream()
                .flatMap(name -> unseen(name, from.get(), to).or(() -> gap(name, from.get(), to)).stream())
                .map(sentence -> sentence + " while the fault was in force")
                .toList();
    }

    /** The end of the last fault; nobody promises to look while the run itself takes back what is left. */
    private Instant watchedUntil() {
        Instant end = facts.faultEnd()
                .orElse(facts.entries.get(facts.entries.size() - 1).at());
        Instant reverting = facts.phases.get(Phase.REVERTED);
        return reverting != null && reverting.isBefore(end) ? reverting : end;
    }

    private Optional<String> unseen(String name, Instant from, Instant to) {
        return answers(name, from, to).findAny().isPresent()
                ? Optional.empty()
                : Optional.of("The abort condition '" + name + "' could not be evaluated" + why(name));
    }

    /** That it could not be told for too long between two answers, or at either end. */
    private Optional<String> gap(String name, Instant from, Instant to) {
        Instant last = from;
        Duration longest = Duration.ZERO;
        for (Instant next :
                Stream.concat(answers(name, from, to), Stream.of(to)).toList()) {
            Duration gap = Duration.between(last, next);
            longest = gap.compareTo(longest) > 0 ? gap : longest;
            last = next;
        }
        return longest.compareTo(LONGEST_GAP) > 0
                ? Optional.of("The abort condition '" + name + "' could not be evaluated for " + Words.seconds(longest)
                        + why(name))
                : Optional.empty();
    }

    /** When it was told, in order, from and to these moments. */
    private Stream<Instant> answers(String name, Instant from, Instant to) {
        return facts.abortChecks.stream()
                .filter(check -> check.name().equals(name)
                        && check.answered()
                        && !check.at().isBefore(from)
                        && !check.at().isAfter(to))
                .map(ArmFacts.AbortCheck::at);
    }

    /** The last reason, in brackets; empty where none was given. */
    private String why(String name) {
        return reason(name, Instant.MIN).map(text -> " (" + text + ")").orElse("");
    }

    private String whySince(String name, Instant from) {
        return reason(name, from).orElse("its evaluations came to no end");
    }

    private Optional<String> reason(String name, Instant from) {
        return facts.abortChecks.stream()
                .filter(check -> check.name().equals(name) && !check.at().isBefore(from))
                .flatMap(check -> Stream.ofNullable(check.checked().unclear()))
                .reduce((first, last) -> last);
    }
}
