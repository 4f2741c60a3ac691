package dev.blackstart.heal;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyReader;
import dev.blackstart.topology.process.ProcessTable;
import dev.blackstart.topology.process.ProcessTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run in a JVM of its own: starts a topology, intends a fault, makes a temporary folder, says so, and waits to be killed. */
final class RunThatDies {
    private RunThatDies() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        String run = arguments[1];
        RunClock clock = new RunClock();
        Ledger ledger = new Ledgers(folder.resolve("state"))
                .open(
                        run,
                        folder.resolve("run"),
                        clock.instant(),
                        ProcessTable.identityOf(ProcessHandle.current().pid()));
        Topology topology = TopologyReader.read(folder.resolve("topology.yaml"), "topology.yaml", new ArrayList<>())
                .orElseThrow();
        EventSink nobody = new EventSink() {
            @Override
            public void add(Event event) {}

            @Override
            public void add(Instant at, Event event) {}
        };
        ProcessTopology running = ProcessTopology.start(
                topology,
                run,
                1,
                folder.resolve("run/logs"),
                ledger,
                nobody,
                clock,
                new Cancellation(),
                new Cancellation());
        Path temporary = folder.resolve("blackstart-" + run);
        ledger.ownFolder(temporary);
        Files.createDirectories(temporary.resolve("deep"));
        Files.writeString(temporary.resolve("deep/file"), "x");
        Link link = running.links().get(0);
        Incarnation.LocalProcess paused =
                (Incarnation.LocalProcess) running.replicas().get(0).incarnation();
        ledger.intend(new IntendedFault(
                "f1",
                "b#1",
                "proxy",
                "latency",
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                new Undo(
                        Undo.VERSION,
                        "blackstart.fault.latency",
                        List.of(
                                new UndoStep.ToxicGone(
                                        link.incarnation().api(),
                                        link.incarnation().proxy(),
                                        "f1"),
                                new UndoStep.ContinueGroup(paused.identity())))));
        System.out.println("ready");
        synchronized (running) {
            while (true) {
                try {
                    running.wait();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
