package dev.blackstart.experiment;

import java.util.List;

/** What the steady state is: probes that all meet their tolerance. Evaluation stops at the first that does not. */
public record Hypothesis(String title, List<Activity> probes, List<Control> controls) {
    public Hypothesis {
        probes = List.copyOf(probes);
        controls = List.copyOf(controls);
    }
}
