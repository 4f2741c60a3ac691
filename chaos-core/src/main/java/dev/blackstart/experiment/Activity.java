package dev.blackstart.experiment;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.tolerance.Tolerance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A probe or an action, or a reference to one that is declared elsewhere in the experiment. */
public sealed interface Activity {
    Location at();

    /** As declared, for the journal. */
    Node.Mapping document();

    /** What people call it: its name, or that of what it refers to. */
    String shownName();

    /** Whether the run goes on while it is under way. Only honoured in the method and the rollbacks. */
    boolean background();

    /**
     * A probe or an action with its provider.
     *
     * @param tolerance null when it has none; only a hypothesis evaluates it
     * @param pauses before and after
     */
    record Definition(
            Location at,
            Node.Mapping document,
            Kind kind,
            String name,
            Provider provider,
            @Nullable Tolerance tolerance,
            Pauses pauses,
            boolean background,
            List<Control> controls)
            implements Activity {
        public Definition {
            controls = List.copyOf(controls);
        }

        @Override
        public String shownName() {
            return name;
        }
    }

    /** A reference by name. Nothing else of the item is read but {@code background} and {@code tolerance}. */
    record Reference(
            Location at,
            Node.Mapping document,
            String ref,
            boolean background,
            @Nullable Tolerance tolerance) implements Activity {
        @Override
        public String shownName() {
            return ref;
        }
    }

    /** What an activity is for. */
    enum Kind {
        PROBE,
        ACTION
    }

    /**
     * Waits around an activity. Each is a Number of seconds, a String {@code ${name}}, or null for none.
     */
    record Pauses(@Nullable Object before, @Nullable Object after) {
        public static final Pauses NONE = new Pauses(null, null);
    }
}
