package dev.blackstart.report;

import dev.blackstart.journal.Event;
import java.util.ArrayList;
import java.util.List;

/** One evaluation of a list of probes, as the journal has it. */
final class Evaluation {
    final int probes;
    final List<Event.ActivityEnded> results = new ArrayList<>();
    boolean ended;

    Evaluation(int probes) {
        this.probes = probes;
    }

    /** Every probe was asked and met its tolerance. */
    boolean met() {
        return ended && results.size() == probes && results.stream().allMatch(Evaluation::met);
    }

    /** A probe was asked and did not meet its tolerance, or failed. */
    boolean unmet() {
        return results.stream().anyMatch(result -> result.unclear() == null && !met(result));
    }

    private static boolean met(Event.ActivityEnded result) {
        return result.unclear() == null && Boolean.TRUE.equals(result.toleranceMet());
    }

    /** The first thing that was not met, in words; for an evaluation that is met: that it is. */
    String sentence() {
        for (Event.ActivityEnded result : results) {
            if (met(result)) {
                continue;
            }
            if (result.unclear() != null) {
                return "probe '" + result.name() + "' cannot be judged: " + result.unclear();
            }
            if (!result.exception().isEmpty()) {
                String last = result.exception().get(result.exception().size() - 1);
                return "probe '" + result.name() + "' failed: " + last.strip();
            }
            return "probe '" + result.name() + "' gave " + shortened(String.valueOf(result.output()));
        }
        return met() ? "all " + probes + " probes met their tolerance" : "it was not evaluated to its end";
    }

    private static String shortened(String output) {
        return output.length() <= 120 ? output : output.substring(0, 117) + "…";
    }
}
