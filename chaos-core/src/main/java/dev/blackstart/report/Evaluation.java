package dev.blackstart.report;

import dev.blackstart.journal.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One evaluation of a list of probes, as the journal has it. */
final class Evaluation {
    final Instant started;
    final int probes;
    final List<Event.ActivityEnded> results = new ArrayList<>();

    @Nullable Instant ended;

    Evaluation(Instant started, int probes) {
        this.started = started;
        this.probes = probes;
    }

    /** Every probe was asked and met its tolerance. */
    boolean met() {
        return ended != null && results.size() == probes && results.stream().allMatch(Evaluation::met);
    }

    /** A probe was asked and did not meet its tolerance. One that failed was not asked: what it would have said is not known. */
    boolean unmet() {
        return results.stream().anyMatch(Evaluation::unmet);
    }

    private static boolean answered(Event.ActivityEnded result) {
        return "succeeded".equals(result.status()) && result.unclear() == null;
    }

    static boolean met(Event.ActivityEnded result) {
        return answered(result) && Boolean.TRUE.equals(ToleranceMet.of(result));
    }

    private static boolean unmet(Event.ActivityEnded result) {
        return answered(result) && Boolean.FALSE.equals(ToleranceMet.of(result));
    }

    /** The same, of the probes that had answered at such a moment; it has come to its end only if the last of them had. */
    Evaluation at(Predicate<Instant> moments) {
        Evaluation part = new Evaluation(started, probes);
        results.stream()
                .filter(result -> result.end() != null && moments.test(result.end()))
                .forEach(part.results::add);
        part.ended = ended != null && moments.test(ended) ? ended : null;
        return part;
    }

    /** What was not met, in words, or else what could not be said; for an evaluation that is met: that it is. */
    String sentence() {
        Optional<Event.ActivityEnded> worst = results.stream()
                .filter(Evaluation::unmet)
                .findFirst()
                .or(() -> results.stream().filter(result -> !met(result)).findFirst());
        return worst.map(Evaluation::sentence)
                .orElse(met() ? "all " + probes + " probes met their tolerance" : "it was not evaluated to its end");
    }

    private static String sentence(Event.ActivityEnded result) {
        String probe = "probe '" + result.name() + "' ";
        if (result.unclear() != null) {
            return probe + "cannot be judged: " + result.unclear();
        }
        if (!result.exception().isEmpty()) {
            return probe + "failed: "
                    + result.exception().get(result.exception().size() - 1).strip();
        }
        return answered(result) ? probe + "gave " + shortened(String.valueOf(result.output())) : probe + "failed";
    }

    static String shortened(String output) {
        return output.length() <= 120 ? output : output.substring(0, 117) + "…";
    }
}
