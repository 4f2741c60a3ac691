package dev.blackstart.slo;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Documents;
import dev.blackstart.document.Durations;
import dev.blackstart.document.Fields;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an SLO from an OpenSLO v1 file: one document of kind SLO with its indicator, alert policy and alert condition inline. What
 * OpenSLO allows and Blackstart cannot evaluate is a problem that says so.
 */
public final class ObjectiveReader {
    /** Where the short window of a burn-rate condition stands; OpenSLO itself has one window a condition. */
    public static final String SHORT_WINDOW = "blackstart.dev/short-window";

    private static final String SOURCE_TYPE = "blackstart";
    private static final List<String> METADATA = List.of("name", "displayName", "labels", "annotations");
    private static final Pattern SHORTHAND = Pattern.compile("([1-9]\\d{0,5})([mhdw])");
    private static final double LEAST_TARGET = 1e-6;
    private static final double MOST_TARGET = 0.999_999;

    private final List<Problem> problems;

    private ObjectiveReader(List<Problem> problems) {
        this.problems = problems;
    }

    /**
     * Reads a file. Blocks until it is read.
     *
     * @param shownAs how problems name the file; as the user wrote it
     * @throws DocumentInvalid with every problem of the file, each located
     */
    public static Objective read(Path file, String shownAs) {
        List<Problem> problems = new ArrayList<>();
        Optional<Objective> objective = read(Documents.read(file, shownAs), file, problems);
        return objective.orElseThrow(() -> new DocumentInvalid(problems));
    }

    /**
     * Reads a document.
     *
     * @param problems is added to
     * @return empty when a problem was found
     */
    public static Optional<Objective> read(Node document, Path file, List<Problem> problems) {
        return new ObjectiveReader(problems).slo(Fields.of(document, "an SLO", problems), file);
    }

    private Optional<Objective> slo(Fields root, Path file) {
        root.requireOneOf("apiVersion", List.of("openslo/v1"));
        root.requireOneOf("kind", List.of("SLO"));
        Fields metadata = metadata(root);
        String name = metadata.requireText("name");
        Fields spec = root.requireMapping("spec");
        root.unknown();
        if (spec.names().isEmpty()) {
            return Optional.empty();
        }
        spec.ignore("description", "service", "timeWindow");
        if (spec.has("indicatorRef")) {
            spec.problem("indicatorRef", "the indicator must stand in the same document, as spec.indicator");
        }
        budgetingMethod(spec);
        Good good = indicator(spec);
        double target = target(spec);
        Objective.BurnRateAlert alert = alert(spec, metadata);
        spec.unknown();
        return root.ok() && alert != null
                ? Optional.of(new Objective(file, name, target, good.count, good.within, alert))
                : Optional.empty();
    }

    private void budgetingMethod(Fields spec) {
        String method = spec.requireOneOf("budgetingMethod", List.of("Occurrences", "Timeslices"));
        if (method.equals("Timeslices")) {
            spec.problem("budgetingMethod", "Timeslices cannot be evaluated yet; only Occurrences can");
        }
    }

    /** What a good answer is. */
    private record Good(Objective.Count count, @Nullable Duration within) {}

    private Good indicator(Fields spec) {
        Good unknown = new Good(Objective.Count.FULL, null);
        Optional<Fields> found = spec.mapping("indicator");
        if (found.isEmpty()) {
            if (!spec.names().contains("indicator") && !spec.names().contains("indicatorRef")) {
                spec.problem("indicator", "indicator is missing");
            }
            return unknown;
        }
        Fields indicator = found.get();
        metadata(indicator).ignore("name");
        indicator.ignore("apiVersion", "kind");
        Fields inner = indicator.requireMapping("spec");
        indicator.unknown();
        inner.ignore("description");
        if (inner.has("thresholdMetric")) {
            inner.problem("thresholdMetric", "only a ratioMetric can be evaluated");
        }
        Good good = inner.has("thresholdMetric")
                ? unknown
                : ratio(inner.requireMapping("ratioMetric")).orElse(unknown);
        inner.unknown();
        return good;
    }

    private Optional<Good> ratio(Fields metric) {
        if (metric.names().isEmpty()) {
            return Optional.empty();
        }
        metric.ignore("counter");
        if (metric.has("bad")) {
            metric.problem("bad", "say which answers are good, not which are bad");
        }
        Optional<Good> good;
        if (metric.has("raw")) {
            String rawType = metric.requireOneOf("rawType", List.of("success", "failure"));
            if (rawType.equals("failure")) {
                metric.problem("rawType", "only success can be evaluated: the ratio of good answers");
            }
            good = source(metric.requireMapping("raw"), false);
        } else {
            good = metric.has("bad") ? Optional.empty() : source(metric.requireMapping("good"), false);
            source(metric.requireMapping("total"), true);
        }
        metric.unknown();
        return good;
    }

    private Optional<Good> source(Fields metric, boolean total) {
        if (metric.names().isEmpty()) {
            return Optional.empty();
        }
        Fields source = metric.requireMapping("metricSource");
        metric.unknown();
        if (source.names().isEmpty()) {
            return Optional.empty();
        }
        if (source.has("metricSourceRef")) {
            source.problem("metricSourceRef", "only type blackstart can be evaluated, without a data source");
        }
        source.requireOneOf("type", List.of(SOURCE_TYPE));
        Fields spec = source.requireMapping("spec");
        source.unknown();
        Optional<Good> good = Optional.empty();
        if (total) {
            spec.requireOneOf("count", List.of("all"));
        } else if (!spec.names().isEmpty()) {
            good = Optional.of(good(spec));
        }
        spec.unknown();
        return good;
    }

    private static Good good(Fields spec) {
        String count = spec.requireOneOf("count", List.of("full", "success", "fast"));
        Optional<Duration> within = spec.duration("within");
        if (count.equals("fast")) {
            if (!spec.names().contains("within")) {
                spec.problem("within", "within is missing: how fast is fast, such as 250ms");
            }
            return new Good(Objective.Count.FAST, within.orElse(null));
        }
        if (spec.has("within")) {
            spec.problem("within", "within goes with count: fast, not with count: " + count);
        }
        return new Good(count.equals("full") ? Objective.Count.FULL : Objective.Count.SUCCESS, null);
    }

    private double target(Fields spec) {
        List<Node> items = spec.requireList("objectives");
        if (items.size() != 1) {
            if (spec.has("objectives")) {
                spec.problem("objectives", "exactly one objective can be evaluated, not " + items.size());
            }
            return 0;
        }
        Fields objective = Fields.of(items.get(0), "an objective", problems);
        objective.ignore("displayName");
        for (String threshold : List.of("op", "value")) {
            if (objective.has(threshold)) {
                objective.problem(threshold, threshold + " goes with a thresholdMetric, not with a ratioMetric");
            }
        }
        boolean percent = objective.has("targetPercent");
        if (percent && objective.has("target")) {
            objective.problem("targetPercent", "give target or targetPercent, not both");
        }
        double target = percent
                ? objective.requireNumber("targetPercent", LEAST_TARGET * 100, MOST_TARGET * 100) / 100
                : objective.requireNumber("target", LEAST_TARGET, MOST_TARGET);
        objective.unknown();
        return target;
    }

    private Objective.@Nullable BurnRateAlert alert(Fields spec, Fields sloMetadata) {
        Optional<Fields> policy = only(spec, "alertPolicies", "alertPolicyRef", "AlertPolicy");
        if (policy.isEmpty()) {
            return null;
        }
        Fields policyMetadata = metadata(policy.get());
        String name = policyMetadata.requireText("name");
        Fields inner = policy.get().requireMapping("spec");
        policy.get().unknown();
        inner.ignore("description", "alertWhenResolved", "alertWhenNoData", "notificationTargets");
        if (!inner.bool("alertWhenBreaching").orElse(true)) {
            inner.problem("alertWhenBreaching", "an alert that does not fire when its condition is met proves nothing");
        }
        Optional<Fields> condition = inner.names().isEmpty()
                ? Optional.empty()
                : only(inner, "conditions", "conditionRef", "AlertCondition");
        inner.unknown();
        return condition
                .map(found -> condition(name, found, policyMetadata, sloMetadata))
                .orElse(null);
    }

    private Objective.BurnRateAlert condition(
            String name, Fields condition, Fields policyMetadata, Fields sloMetadata) {
        Fields metadata = metadata(condition);
        Fields spec = condition.requireMapping("spec");
        condition.unknown();
        String severity = "";
        Fields rule = spec;
        if (!spec.names().isEmpty()) {
            spec.ignore("description");
            severity = spec.requireText("severity");
            rule = spec.requireMapping("condition");
            spec.unknown();
        }
        if (rule == spec || rule.names().isEmpty()) {
            return new Objective.BurnRateAlert(name, 1, Duration.ZERO, Duration.ZERO, severity);
        }
        rule.oneOf("kind", List.of("burnrate"));
        rule.oneOf("op", List.of("gte"));
        double threshold = rule.requireNumber("threshold", LEAST_TARGET, 1e6);
        Duration longWindow = shorthand(rule, "lookbackWindow", true);
        Duration alertAfter = shorthand(rule, "alertAfter", false);
        rule.unknown();
        Duration shortWindow = shortWindow(longWindow, List.of(metadata, policyMetadata, sloMetadata));
        return new Objective.BurnRateAlert(name, threshold, longWindow, shortWindow, severity, alertAfter);
    }

    /** The nearest annotation counts; without one it is a twelfth of the long window, as the SRE Workbook advises. */
    private Duration shortWindow(Duration longWindow, List<Fields> metadata) {
        for (Fields each : metadata) {
            Optional<Fields> annotations = each.mapping("annotations");
            if (annotations.isPresent() && annotations.get().has(SHORT_WINDOW)) {
                Duration shortWindow = shorthand(annotations.get(), SHORT_WINDOW, true);
                if (shortWindow.compareTo(longWindow) > 0) {
                    annotations
                            .get()
                            .problem(
                                    SHORT_WINDOW,
                                    "the short window must not be longer than lookbackWindow, "
                                            + Durations.format(longWindow));
                }
                return shortWindow;
            }
        }
        return longWindow.dividedBy(12);
    }

    /** The only item of a list, which must stand here and not elsewhere. */
    private Optional<Fields> only(Fields within, String list, String reference, String kind) {
        List<Node> items = within.requireList(list);
        if (items.size() != 1) {
            if (within.has(list)) {
                within.problem(list, "exactly one " + kind + " can be evaluated, not " + items.size());
            }
            return Optional.empty();
        }
        Fields item = Fields.of(items.get(0), "an " + kind, problems);
        if (item.has(reference)) {
            item.problem(reference, "the " + kind + " must stand here itself");
            return Optional.empty();
        }
        item.ignore("apiVersion");
        item.oneOf("kind", List.of(kind));
        return Optional.of(item);
    }

    private static Fields metadata(Fields of) {
        Fields metadata = of.requireMapping("metadata");
        metadata.unknown(METADATA);
        return metadata;
    }

    private static Duration shorthand(Fields of, String name, boolean required) {
        Optional<String> text = required ? Optional.of(of.requireText(name)) : of.text(name);
        if (text.isEmpty() || text.get().isEmpty()) {
            return Duration.ZERO;
        }
        Matcher shorthand = SHORTHAND.matcher(text.get());
        if (shorthand.matches()) {
            long number = Long.parseLong(shorthand.group(1));
            return switch (shorthand.group(2)) {
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofDays(7 * number);
            };
        }
        if (!text.get().equals("0m")) {
            of.problem(
                    name,
                    "'" + text.get() + "' is no duration of OpenSLO; write minutes, hours, days or weeks,"
                            + " such as 5m, 1h, 1d or 1w");
        }
        return Duration.ZERO;
    }
}
