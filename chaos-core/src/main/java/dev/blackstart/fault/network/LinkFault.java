package dev.blackstart.fault.network;

import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.Askers;
import dev.blackstart.exchange.Protocol;
import dev.blackstart.fault.Capability;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.TargetRef;
import java.util.Optional;
import java.util.function.Supplier;

/** What all faults on links have in common. */
final class LinkFault {
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

    /** The name of what the fault adds to the proxy; no other fault of the arm has it. */
    static String toxic(dev.blackstart.fault.FaultId id) {
        return "blackstart-" + id;
    }

    /**
     * Asks through the link where the peer's readiness question goes to the link's port and says something about data; else looks at
     * the system's own chunks.
     */
    static Meter meter(Prepared<?> fault, LinkEffect effect, MeterContext context) {
        Target.OfLink target = link(fault.target());
        Optional<Readiness> readiness = target.peer().readiness();
        boolean askable = readiness.isPresent()
                && readiness.get().question().protocol() != Protocol.TCP
                && readiness.get().question().port() == target.link().ref().port();
        if (!askable) {
            return new ObservedMeter(fault.id(), target.link(), effect, context);
        }
        Supplier<Asker> opener = () ->
                Askers.open(readiness.get().question(), target.link().listener(), context.clock(), context.ends());
        return new ExchangeMeter(fault.id(), opener, effect, context);
    }
}
