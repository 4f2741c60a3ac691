package dev.blackstart.experiment;

import dev.blackstart.document.Fields;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code controls} of an experiment, a hypothesis or an activity. */
final class ControlReader {
    private ControlReader() {}

    /** @param known names that a {@code ref} may give */
    static List<Control> read(Node.Mapping owner, List<String> known, List<Problem> problems) {
        Node controls = owner.members().get("controls");
        List<Control> read = new ArrayList<>();
        if (controls == null || Truth.isFalse(controls)) {
            return read;
        }
        if (!(controls instanceof Node.Sequence sequence)) {
            problems.add(new Problem(controls.at(), "controls must be a list, not " + Fields.describe(controls)));
            return read;
        }
        for (Node item : sequence.items()) {
            if (item instanceof Node.Mapping control) {
                read.add(control(control, known, problems));
            } else {
                problems.add(new Problem(item.at(), "a control must be a mapping, not " + Fields.describe(item)));
            }
        }
        return read;
    }

    static List<String> names(Node.Mapping root) {
        List<String> names = new ArrayList<>();
        if (root.members().get("controls") instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> {
                if (item instanceof Node.Mapping control && control.members().get("name") instanceof Node.Scalar name) {
                    names.add(PythonText.of(name.value()));
                }
            });
        }
        return names;
    }

    private static Control control(Node.Mapping control, List<String> known, List<Problem> problems) {
        Node ref = control.members().get("ref");
        if (!Truth.isNull(ref) && ref != null && !known.contains(PythonText.of(ref.plain()))) {
            problems.add(
                    new Problem(ref.at(), "there is no control " + PythonText.quoted(ref.plain()) + " to refer to"));
        }
        Node name = control.members().get("name");
        String shown = ref == null ? "" : PythonText.of(ref.plain());
        if (name != null && !Truth.isFalse(name)) {
            shown = PythonText.of(name.plain());
        } else {
            problems.add(new Problem(control.at(), "a control must have a name"));
        }
        Node scope = control.members().get("scope");
        if (scope != null
                && !Truth.isFalse(scope)
                && !"before".equals(scope.plain())
                && !"after".equals(scope.plain())) {
            problems.add(new Problem(
                    scope.at(),
                    "the scope of control '" + shown + "' must be before or after, not " + Fields.describe(scope)));
        }
        Node provider = control.members().get("provider");
        if (!(provider instanceof Node.Mapping declared) || Truth.isFalse(provider)) {
            problems.add(new Problem(
                    provider == null ? control.at() : provider.at(), "control '" + shown + "' must have a provider"));
        } else if (isPython(declared) && Truth.isFalse(declared.members().get("module"))) {
            problems.add(new Problem(declared.at(), "the provider of control '" + shown + "' must have a module"));
        }
        return new Control(control.at(), control, shown);
    }

    private static boolean isPython(Node.Mapping provider) {
        @Nullable Node type = provider.members().get("type");
        return type != null && "python".equals(type.plain());
    }
}
