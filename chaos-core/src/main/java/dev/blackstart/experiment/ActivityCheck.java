package dev.blackstart.experiment;

import dev.blackstart.document.Problem;
import java.util.List;

/** Checks what a file alone cannot tell about an activity, such as whether its program or its function exists. */
public interface ActivityCheck {
    /** What is wrong with the activity; empty when nothing is. Must not run anything. */
    List<Problem> check(Activity.Definition activity);
}
