package dev.blackstart.experiment;

import dev.blackstart.document.Durations;
import dev.blackstart.document.Fields;
import dev.blackstart.document.Json;
import dev.blackstart.document.Location;
import dev.blackstart.document.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What faults may hit at most: as an experiment asks for it, as its environment allows it, or the stricter of both. What is absent is
 * not limited.
 *
 * @param services the names that faults may point at
 * @param serviceCount how many services in all, over the whole run
 * @param replicas how many replicas in all, over the whole run
 * @param share the largest part of one service's replicas that may be hit at a time, in (0, 1]
 * @param duration the longest that one fault may be in force
 * @param rate requests a second of the load
 */
public record BlastRadius(
        Optional<Limit<List<String>>> services,
        Optional<Limit<Long>> serviceCount,
        Optional<Limit<Long>> replicas,
        Optional<Limit<Double>> share,
        Optional<Limit<Duration>> duration,
        Optional<Limit<Double>> rate) {
    public static final BlastRadius UNLIMITED = new BlastRadius(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final long MOST_COUNTED = 10_000;

    /** @param at where it was written */
    public record Limit<T>(T most, Location at) {}

    /** Reads the one of an experiment: services are names. */
    static BlastRadius ofExperiment(Fields fields) {
        Optional<Limit<List<String>>> services = Optional.of(fields.texts("services"))
                .filter(names -> !names.isEmpty())
                .map(limit(fields, "services"));
        return read(fields, services, Optional.empty());
    }

    /** Reads the one of an environment: services are a number. */
    public static BlastRadius ofEnvironment(Fields fields) {
        return read(
                fields,
                Optional.empty(),
                fields.integer("services", 1, MOST_COUNTED).map(limit(fields, "services")));
    }

    private static BlastRadius read(
            Fields fields, Optional<Limit<List<String>>> services, Optional<Limit<Long>> serviceCount) {
        Optional<Duration> duration = fields.duration("duration");
        if (duration.filter(Duration::isZero).isPresent()) {
            fields.problem("duration", "duration must be longer than 0");
        }
        BlastRadius radius = new BlastRadius(
                services,
                serviceCount,
                fields.integer("replicas", 1, MOST_COUNTED).map(limit(fields, "replicas")),
                fields.share("share").map(limit(fields, "share")),
                duration.map(limit(fields, "duration")),
                fields.number("rate", 0.001, ExtensionReader.MAX_RATE).map(limit(fields, "rate")));
        fields.unknown();
        return radius;
    }

    private static <T> Function<T, Limit<T>> limit(Fields fields, String name) {
        return most -> new Limit<>(most, fields.at(name));
    }

    /** Each limit as the stricter of both has it; where they are equal, as this one has it. */
    public BlastRadius orStricter(BlastRadius other) {
        return new BlastRadius(
                services.or(other::services),
                stricter(serviceCount, other.serviceCount),
                stricter(replicas, other.replicas),
                stricter(share, other.share),
                stricter(duration, other.duration),
                stricter(rate, other.rate));
    }

    private static <T extends Comparable<T>> Optional<Limit<T>> stricter(
            Optional<Limit<T>> one, Optional<Limit<T>> other) {
        return exceeds(one, other) || one.isEmpty() ? other : one;
    }

    private static <T extends Comparable<T>> boolean exceeds(Optional<Limit<T>> one, Optional<Limit<T>> other) {
        return one.isPresent()
                && other.isPresent()
                && one.get().most().compareTo(other.get().most()) > 0;
    }

    /** What this asks for beyond what its environment allows: a problem for each, at what asks. */
    public List<Problem> beyond(BlastRadius environment, String name) {
        List<Problem> problems = new ArrayList<>();
        Asked asked = new Asked(name, problems);
        asked.check(
                "services",
                services,
                environment.serviceCount,
                (names, most) -> names.size() > most,
                names -> String.valueOf(names.size()),
                String::valueOf);
        asked.check("replicas", replicas, environment.replicas, String::valueOf);
        asked.check("share", share, environment.share, BlastRadius::percent);
        asked.check("duration", duration, environment.duration, Durations::format);
        asked.check("rate", rate, environment.rate, BlastRadius::number);
        return problems;
    }

    private record Asked(String environment, List<Problem> problems) {
        <T extends Comparable<T>> void check(
                String what, Optional<Limit<T>> wanted, Optional<Limit<T>> allowed, Function<T, String> text) {
            check(what, wanted, allowed, (one, other) -> one.compareTo(other) > 0, text, text);
        }

        <T, U> void check(
                String what,
                Optional<Limit<T>> wanted,
                Optional<Limit<U>> allowed,
                BiPredicate<T, U> more,
                Function<T, String> text,
                Function<U, String> allowedText) {
            if (wanted.isPresent()
                    && allowed.isPresent()
                    && more.test(wanted.get().most(), allowed.get().most())) {
                problems.add(new Problem(
                        wanted.get().at(),
                        what + ": " + text.apply(wanted.get().most()) + " is more than the environment '" + environment
                                + "' allows, " + allowedText.apply(allowed.get().most()) + " ("
                                + allowed.get().at() + ")"));
            }
        }
    }

    /** {@code 50%}. */
    public static String percent(double share) {
        return number(Math.round(share * 10_000) / 100.0) + "%";
    }

    /** {@code 10} for 10.0. */
    public static String number(double value) {
        return Json.number(value).replaceFirst("\\.0$", "");
    }
}
