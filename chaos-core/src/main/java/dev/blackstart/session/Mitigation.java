package dev.blackstart.session;

import dev.blackstart.arm.ActivityProcesses;
import dev.blackstart.arm.Steps;
import dev.blackstart.document.Problem;
import dev.blackstart.engine.ActivityRunner;
import dev.blackstart.engine.ArmContext;
import dev.blackstart.engine.Dry;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.ActivityCheck;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.ExecutableCheck;
import dev.blackstart.experiment.ExperimentInvalid;
import dev.blackstart.fault.Faults;
import dev.blackstart.fault.Safeguard;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Section;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.playbook.PlaybookReader;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Providers;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.PeerAddresses;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.RunningTopology;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What brings the system of a session back: a playbook's file, or a piece of code. Not for several threads. */
final class Mitigation {
    private final RunningTopology topology;
    private final Faults faults;
    private final EventSink events;
    private final RunClock clock;
    private final Cancellation cancellation;
    private final FunctionRegistry functions = FunctionRegistry.installed();
    private final Surroundings surroundings = Surroundings.inherited();
    private final AtomicLong ids = new AtomicLong();
    private final Providers providers;

    Mitigation(
            RunningTopology topology,
            Faults faults,
            Safeguard safeguard,
            EventSink events,
            RunClock clock,
            Cancellation cancellation) {
        this.topology = topology;
        this.faults = faults;
        this.events = events;
        this.clock = clock;
        this.cancellation = cancellation;
        this.providers =
                new Providers(functions, surroundings, new ActivityProcesses(safeguard.ledger(), safeguard.healer()));
    }

    /** @throws ExperimentInvalid with everything that is wrong with the file */
    Playbook read(Path file, String shownAs) {
        List<Problem> problems = new ArrayList<>();
        Optional<Playbook> playbook = PlaybookReader.read(file, shownAs, problems);
        playbook.ifPresent(book -> {
            ExecutableCheck executables = new ExecutableCheck(
                    surroundings.folder(), surroundings.environment().get("PATH"));
            List<ActivityCheck> checks = List.of(
                    executables,
                    activity -> functions.check(activity, variables().substitution()::apply));
            List<Activity.Definition> all = new ArrayList<>(book.verification());
            book.steps().forEach(step -> all.add(step.activity()));
            all.forEach(activity -> checks.forEach(check -> problems.addAll(check.check(activity))));
        });
        if (!problems.isEmpty()) {
            throw new ExperimentInvalid(problems);
        }
        return playbook.orElseThrow();
    }

    /**
     * Carries out a playbook's verification and its steps; blocks until they are done, each within its limit.
     *
     * @param drill its answers are what probes may ask for
     * @return why it did not work, as a sentence without a full stop; empty when it did
     */
    Optional<String> carryOut(Playbook playbook, Drill drill) {
        Map<Class<?>, Object> parts = new LinkedHashMap<>();
        parts.put(RunningTopology.class, topology);
        parts.put(Faults.class, faults);
        parts.put(dev.blackstart.load.Sli.class, drill.recorder());
        ActivityRunner runner = new ActivityRunner(
                new ArmContext(providers, clock, events, ids, parts), variables(), Dry.NONE, Map.of());
        Steps steps = new Steps(runner, events, cancellation);
        if (!playbook.verification().isEmpty()
                && !steps.evaluateAll(Section.VERIFICATION, List.copyOf(playbook.verification()))) {
            return Optional.of(
                    "the verification of " + playbook.name() + " was not met, so none of its steps was carried out");
        }
        for (Playbook.Step step : playbook.steps()) {
            boolean worked = steps.carryOut(step);
            faults.stepped(step.activity().name());
            if (!worked) {
                return Optional.of("step '" + step.activity().name() + "' of " + playbook.name() + " failed");
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a piece of code as the only step.
     *
     * @param name for the journal
     * @throws RuntimeException as the code does
     */
    void carryOut(String name, Runnable code) {
        long id = ids.incrementAndGet();
        Map<String, @Nullable Object> activity =
                Map.of("type", "action", "name", name, "provider", Map.of("type", "code"));
        Instant start = clock.instant();
        events.add(new Event.ActivityStarted(id, Section.PLAYBOOK, name, activity, false));
        String status = "failed";
        List<String> exception = List.of();
        try {
            code.run();
            status = "succeeded";
        } catch (RuntimeException | Error e) {
            exception = List.of(e.toString());
            throw e;
        } finally {
            events.add(new Event.ActivityEnded(
                    id, Section.PLAYBOOK, name, status, null, exception, start, clock.instant(), null, null));
            faults.stepped(name);
        }
    }

    private Configuration variables() {
        Map<String, @Nullable Object> addresses = new LinkedHashMap<>();
        for (Replica replica : topology.replicas()) {
            for (int port : replica.service().ports()) {
                InetSocketAddress address = replica.address(port);
                addresses.putIfAbsent(
                        PeerAddresses.variable(replica.ref().service(), port),
                        address.getHostString() + ":" + address.getPort());
            }
        }
        return new Configuration(addresses, Map.of(), List.of());
    }
}
