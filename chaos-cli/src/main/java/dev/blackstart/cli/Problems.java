package dev.blackstart.cli;

import dev.blackstart.plan.Planner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with an input, on the log: all of it at once. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** Reports everything that keeps an experiment from being run; whether nothing does. */
    static boolean report(Planner.Result planned) {
        planned.problems().forEach(problem -> LOG.error("{}", problem));
        planned.notRun().forEach(problem -> LOG.error("{}", problem));
        return planned.problems().isEmpty()
                && planned.notRun().isEmpty()
                && planned.plan().isPresent();
    }
}
