package dev.blackstart.engine;

import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.ActivityReader;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Provider;
import dev.blackstart.experiment.Substitution;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.time.Cancellation;
import dev.blackstart.tolerance.Met;
import dev.blackstart.tolerance.Statuses;
import dev.blackstart.tolerance.Tolerance;
import dev.blackstart.tolerance.Tolerances;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges the output of a probe; a tolerance that is itself a probe is carried out here, with the output as its {@code value}. */
final class ToleranceCheck {
    private final ArmContext arm;
    private final Configuration configuration;
    private final Substitution substitution;
    private final Cancellation cancellation;

    ToleranceCheck(ArmContext arm, Configuration configuration, Cancellation cancellation) {
        this.arm = arm;
        this.configuration = configuration;
        this.substitution = configuration.substitution();
        this.cancellation = cancellation;
    }

    /** May block, where the tolerance is a probe. */
    Met judge(Tolerance tolerance, @Nullable Object output) {
        return Tolerances.met(tolerance, output, substitution::apply, this::ask);
    }

    private Met ask(Tolerance.Probe tolerance, @Nullable Object value) {
        List<Problem> problems = new ArrayList<>();
        Activity probe = new ActivityReader(problems)
                .read(withValue(tolerance.document(), value))
                .orElse(null);
        if (!(probe instanceof Activity.Definition definition)) {
            return new Met(false, "the tolerance is no probe: " + problems);
        }
        Provider provider = definition.provider();
        try {
            Object answer = arm.providers()
                    .call(provider, substitution, ActivityCall.of(provider, arm, configuration, cancellation));
            return new Met(holds(provider, answer), "the probe '" + definition.name() + "' says no");
        } catch (ActivityFailed e) {
            return new Met(false, "the probe '" + definition.name() + "' failed: " + e.getMessage());
        }
    }

    /** The probe's document with the argument {@code value}; arguments that are a list or a text stay as they are. */
    private static Node.Mapping withValue(Node.Mapping document, @Nullable Object value) {
        if (!(document.members().get("provider") instanceof Node.Mapping provider)) {
            return document;
        }
        Node declared = provider.members().getOrDefault("arguments", Node.of(provider.at(), Map.of()));
        if (!(declared instanceof Node.Mapping arguments)) {
            return document;
        }
        Node withValue = with(arguments, "value", Node.of(arguments.at(), value));
        return with(document, "provider", with(provider, "arguments", withValue));
    }

    private static Node.Mapping with(Node.Mapping mapping, String name, Node member) {
        Map<String, Node> members = new LinkedHashMap<>(mapping.members());
        members.put(name, member);
        return new Node.Mapping(mapping.at(), members);
    }

    /**
     * Whether an answer is a yes. Of a process and of HTTP the status decides; the original takes every answer of theirs for a yes,
     * because a mapping is one.
     */
    private static boolean holds(Provider provider, @Nullable Object answer) {
        if (!(provider instanceof Provider.Python) && answer instanceof Map<?, ?>) {
            return Statuses.good(provider.type(), answer).met();
        }
        if (answer instanceof Number number) {
            return number.doubleValue() != 0;
        } else if (answer instanceof String text) {
            return !text.isEmpty();
        } else if (answer instanceof List<?> list) {
            return !list.isEmpty();
        } else if (answer instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return Boolean.TRUE.equals(answer);
    }
}
