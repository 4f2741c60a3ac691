package dev.blackstart.fault.network;

import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.Askers;
import dev.blackstart.exchange.Protocol;
import dev.blackstart.exchange.Question;
import dev.blackstart.exchange.RawQuestion;
import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.journal.Event;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.link.LinkControl;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What all faults on links have in common. */
final class LinkFault {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** What a busy machine adds to a timer, at least. */
    private static final Duration BUSY = Duration.ofMillis(100);

    private LinkFault() {}

    /** A proxied link can be disturbed anywhere: its proxy is ours. */
    static Capability check(TargetRef ref) {
        return ref instanceof LinkRef
                ? new Capability.Available()
                : new Capability.Unavailable(ref + " is not a link", "write from->to");
    }

    static Target.OfLink link(Target target) {
        if (target instanceof Target.OfLink link) {
            return link;
        }
        throw new IllegalArgumentException("a fault of a link cannot be injected into " + target.ref());
    }

    /** @throws IllegalArgumentException if a time is not from so many milliseconds to an hour */
    static void checkWithin(String name, Duration value, long leastMillis) {
        if (value.toMillis() < leastMillis || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be from " + leastMillis + "ms to 1h: " + value.toMillis() + "ms");
        }
    }

    /** A fault that consists of toxics of its own name: its undo removes them. */
    static <C extends Record> Prepared<C> ofToxics(
            FaultId id, FaultType<C> type, C config, Target target, Direction direction, String asked) {
        Incarnation.LinkProxy proxy = link(target).link().incarnation();
        List<UndoStep> steps = LinkControl.toxicNames(toxic(id), direction.request(), direction.response()).stream()
                .<UndoStep>map(name -> new UndoStep.ToxicGone(proxy.api(), proxy.proxy(), name))
                .toList();
        return new Prepared<>(id, type, config, target, new Undo(Undo.VERSION, type.name(), steps), asked);
    }

    /** Of a connection that is broken so long after it met the fault. */
    static Event.Expected brokenAfter(Duration time) {
        Duration quarter = time.dividedBy(4);
        return new Event.Expected(
                false,
                true,
                time.isZero() ? Duration.ZERO : time.minusMillis(1),
                time.plus(quarter.compareTo(BUSY) > 0 ? quarter : BUSY));
    }

    /** The proxy of the fault's link. */
    static LinkControl control(Prepared<?> fault) {
        return LinkControl.of(link(fault.target()).link().incarnation());
    }

    /** Where an effect is felt, for people: {@code on each response}. */
    static String each(Direction direction) {
        return switch (direction) {
            case RESPONSE -> "on each response";
            case REQUEST -> "on each request";
            case BOTH -> "each way";
        };
    }

    /** What a few exchanges of our own need: the readiness question as bytes, unknown where it is not asked of the link's port. */
    static RawQuestion rawQuestion(Target.OfLink target) {
        Question question = question(target)
                .orElse(new Question(Protocol.TCP, target.link().ref().port(), ""));
        return RawQuestion.of(question, target.link().listener());
    }

    private static Optional<Question> question(Target.OfLink target) {
        return target.peer()
                .readiness()
                .map(Readiness::question)
                .filter(question -> question.protocol() != Protocol.TCP
                        && question.port() == target.link().ref().port());
    }

    /** The name of what the fault adds to the proxy; no other fault of the arm has it. */
    static String toxic(FaultId id) {
        return "blackstart-" + id;
    }

    /**
     * Asks through the link where the peer's readiness question goes to the link's port and says something about data; else looks at
     * the system's own chunks.
     */
    static Meter meter(Prepared<?> fault, LinkEffect effect, MeterContext context) {
        Target.OfLink target = link(fault.target());
        return question(target)
                .<Meter>map(question -> asking(fault, question, effect, context))
                .orElseGet(() -> new ObservedMeter(fault.id(), target.link(), effect, context));
    }

    /** The same of an effect that a connection shows which carries nothing: it needs no protocol. */
    static Meter meterOfConnections(Prepared<?> fault, LinkEffect effect, MeterContext context) {
        Target.OfLink target = link(fault.target());
        Question connecting = new Question(Protocol.TCP, target.link().ref().port(), "");
        return asking(fault, question(target).orElse(connecting), effect, context);
    }

    private static Meter asking(Prepared<?> fault, Question question, LinkEffect effect, MeterContext context) {
        Target.OfLink target = link(fault.target());
        Supplier<Asker> opener = () -> Askers.open(question, target.link().listener(), context.clock(), context.ends());
        return new ExchangeMeter(fault.id(), opener, effect, context);
    }
}
