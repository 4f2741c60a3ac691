package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.fault.file.Corrupt;
import dev.blackstart.fault.file.CorruptDriver;
import dev.blackstart.fault.file.Delete;
import dev.blackstart.fault.file.DeleteDriver;
import dev.blackstart.fault.file.Swap;
import dev.blackstart.fault.file.SwapDriver;
import dev.blackstart.fault.file.Truncate;
import dev.blackstart.fault.file.TruncateDriver;
import dev.blackstart.heal.Heal;
import dev.blackstart.heal.KeptFile;
import dev.blackstart.heal.UndoExecutor;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random plans of injects, reverts, half-failed injects, changes by somebody else, and a kill at any moment between two effects: once
 * the run has ended, or its ledger has been healed, the system is as a model says. The system is files, the undo and the ledger are
 * the real ones. A plan that fails is shrunk; its seed is in the message.
 */
class HealingPropertyTest {
    private static final long SEED = 20_260_101;
    private static final int PLANS = 60;
    private static final int FILES = 3;

    @TempDir
    private Path folder = Path.of("");

    /** One step of a plan. */
    private record Step(Kind kind, int file, int driver) {}

    private enum Kind {
        INJECT,
        INJECT_THAT_FAILS,
        INJECT_THAT_STOPS_HALF_WAY,
        REVERT,
        CHANGED_BY_SOMEBODY
    }

    /** @param killedAfter so many effects; more than there are: it ends by itself */
    private record Plan(List<Step> steps, int killedAfter) {
        static Plan random(Random random) {
            Kind[] kinds = Kind.values();
            List<Step> steps = IntStream.range(0, 1 + random.nextInt(7))
                    .mapToObj(i ->
                            new Step(kinds[random.nextInt(kinds.length)], random.nextInt(FILES), random.nextInt(4)))
                    .toList();
            return new Plan(steps, random.nextInt(30));
        }
    }

    /** The process is dead: nothing that it does has an effect any more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void anyPlan_whateverItsEnd_leavesTheSystemAsTheModelSays() throws IOException {
        for (int i = 0; i < PLANS; i++) {
            Plan plan = Plan.random(new Random(SEED + i));
            Optional<String> wrong = wrong(plan, i + "");
            if (wrong.isPresent()) {
                Plan least = shrunk(plan);
                assertThat(wrong(least, "least"))
                        .as("seed %d, shrunk from %s to %s", SEED + i, plan, least)
                        .isEmpty();
            }
        }
    }

    private Plan shrunk(Plan plan) throws IOException {
        Plan least = plan;
        for (int i = plan.steps().size() - 1; i >= 0; i--) {
            List<Step> fewer = new ArrayList<>(least.steps());
            fewer.remove(i);
            Plan smaller = new Plan(fewer, least.killedAfter());
            if (wrong(smaller, "shrinking-" + i).isPresent()) {
                least = smaller;
            }
        }
        return least;
    }

    /** What is not as the model says. */
    private Optional<String> wrong(Plan plan, String name) throws IOException {
        Execution execution = new Execution(Files.createDirectory(folder.resolve(name)));
        Map<String, String> model = execution.carryOut(plan);
        Map<String, String> system = execution.system();
        return system.equals(model) ? Optional.empty() : Optional.of("expected " + model + ", found " + system);
    }

    /** One plan in a folder of its own. */
    private static final class Execution implements EventSink, UndoLog {
        private final Path files;
        private final Path state;
        private final Path dead;
        private final Map<String, String> model = new TreeMap<>();
        private final RunClock clock = new RunClock();
        private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        private final Ledger ledger;
        private int effectsLeft;
        private boolean killed;
        private int changes;

        /** By the file's number, what was in it before the fault that is in force. */
        private final Map<Integer, String> originals = new TreeMap<>();

        private final Map<String, Integer> fileOf = new TreeMap<>();

        Execution(Path folder) throws IOException {
            files = Files.createDirectory(folder.resolve("files"));
            state = folder.resolve("state/runs");
            dead = folder.resolve("dead/runs");
            for (int i = 0; i < FILES; i++) {
                write(file(i), "the original of file " + i);
            }
            Files.writeString(files.resolve("other"), "another content");
            model.put("other", "another content");
            ledger = new Ledgers(state).open("r1", folder.resolve("run"), Instant.EPOCH);
        }

        private Path file(int i) {
            return files.resolve("file-" + i);
        }

        private void write(Path file, String content) throws IOException {
            Files.writeString(file, content);
            model.put(String.valueOf(file.getFileName()), content);
        }

        /** Does the plan, and heals if it was killed; what the system has to be like then. */
        Map<String, String> carryOut(Plan plan) throws IOException {
            effectsLeft = plan.killedAfter();
            ActiveFaults faults = new ActiveFaults(
                    new NamedTopology(files.resolve("named.yaml")),
                    "",
                    this,
                    this::undo,
                    this,
                    Host.here(clock, new Cancellation()),
                    scheduler,
                    7);
            try {
                List<String> ids = new ArrayList<>();
                for (Step step : plan.steps()) {
                    carryOut(step, faults, ids);
                }
                faults.close();
                ledger.close();
            } catch (RuntimeException | Error e) {
                // Wherever the dead process came to a stop.
                if (!killed) {
                    throw e;
                }
                new Heal(new Ledgers(dead)).heal((run, healed) -> {});
            } finally {
                scheduler.shutdownNow();
            }
            return model;
        }

        private void carryOut(Step step, ActiveFaults faults, List<String> ids) throws IOException {
            if (step.kind() == Kind.CHANGED_BY_SOMEBODY) {
                String original = originals.remove(step.file());
                if (original != null) {
                    model.put("kept of file-" + step.file() + ": " + original, "");
                }
                write(file(step.file()), "somebody's change " + ++changes);
            } else if (step.kind() == Kind.REVERT) {
                if (!ids.isEmpty()) {
                    String id = ids.get(step.file() % ids.size());
                    faults.revert(new FaultId(id));
                    if (fileOf.containsKey(id)) {
                        originals.remove(fileOf.remove(id));
                    }
                }
            } else {
                try {
                    String id = faults.inject(request(step)).get(0).value();
                    ids.add(id);
                    fileOf.put(id, step.file());
                    originals.put(step.file(), String.valueOf(model.get("file-" + step.file())));
                } catch (FaultFailed e) {
                    requireAlive();
                }
            }
            requireAlive();
        }

        private void requireAlive() {
            if (killed) {
                throw new Killed();
            }
        }

        private FaultRequest request(Step step) {
            String file = file(step.file()).toString();
            TargetRef target = new ReplicaRef("service-" + step.file(), 1);
            return switch (step.driver()) {
                case 0 -> request(new CorruptDriver(), new Corrupt(file, 5), target, step.kind());
                case 1 -> request(new TruncateDriver(), new Truncate(file, 3), target, step.kind());
                case 2 -> request(new DeleteDriver(), new Delete(file), target, step.kind());
                default ->
                    request(
                            new SwapDriver(),
                            new Swap(file, files.resolve("other").toString()),
                            target,
                            step.kind());
            };
        }

        private <C extends Record> FaultRequest request(FaultDriver<C> driver, C config, TargetRef target, Kind kind) {
            FaultDriver<C> altered = new AlteredDriver<>(driver, (real, fault, host) -> {
                effect();
                if (kind == Kind.INJECT_THAT_STOPS_HALF_WAY) {
                    halfWay((UndoStep.FileAs) fault.undo().steps().get(0));
                } else {
                    real.inject(fault, host);
                }
                effect();
                if (kind != Kind.INJECT) {
                    throw new FaultFailed("half way");
                }
            });
            return new FaultRequest(
                    new Unmeasured<>(altered), config, List.of(target), Optional.empty(), Optional.empty());
        }

        /** The original is kept, and a part of what is to be changed in place is. */
        private static void halfWay(UndoStep.FileAs step) {
            try {
                new KeptFile(step).keepCopy();
                if (step.from() >= 0) {
                    try (var file =
                            FileChannel.open(Path.of(step.path()), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                        byte first = KeptFile.bytes(file, step.from(), 1)[0];
                        if (step.faulted().isEmpty()) {
                            file.truncate(step.from() + 1);
                        } else {
                            KeptFile.write(file, step.from(), new byte[] {(byte) ~first});
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private synchronized void effect() {
            if (!killed && effectsLeft-- == 0) {
                die();
            }
            requireAlive();
        }

        /** What is on the disk now is all that anybody will know. */
        private void die() {
            killed = true;
            try {
                Path copy = Files.createDirectories(dead.resolve("r1"));
                try (Stream<Path> all = Files.list(state.resolve("r1"))) {
                    for (Path each : all.toList()) {
                        Files.copy(each, copy.resolve(each.getFileName()));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean claim(List<IntendedFault> faults) {
            for (IntendedFault fault : faults) {
                effect();
                ledger.intend(fault);
                effect();
            }
            return true;
        }

        @Override
        public void done(FaultId id) {
            effect();
            ledger.done(id.value());
            effect();
        }

        @Override
        public void check() {}

        private UndoResult undo(UndoStep step) {
            effect();
            UndoResult result = UndoExecutor.carryOut(step);
            effect();
            return result;
        }

        @Override
        public void add(Event event) {}

        @Override
        public void add(Instant at, Event event) {}

        /** Every file with its content, hidden ones too, originals that were kept as such, and every ledger of a run that was not put right. */
        Map<String, String> system() throws IOException {
            Map<String, String> found = new TreeMap<>();
            try (Stream<Path> all = Files.list(files)) {
                for (Path each : all.toList()) {
                    String content = Files.readString(each, StandardCharsets.ISO_8859_1);
                    String name = String.valueOf(each.getFileName());
                    if (name.contains(".blackstart-")) {
                        found.put(
                                "kept of " + name.replaceAll("^\\.(file-\\d)\\.blackstart-.*$", "$1") + ": " + content,
                                "");
                    } else {
                        found.put(name, content);
                    }
                }
            }
            Path ledgers = killed ? dead : state;
            if (Files.exists(ledgers)) {
                try (Stream<Path> all = Files.list(ledgers)) {
                    all.forEach(each -> found.put("ledger " + each.getFileName(), ""));
                }
            }
            return found;
        }
    }

    /** A driver whose effect nobody measures, which takes time. */
    private record Unmeasured<C extends Record>(FaultDriver<C> driver) implements FaultDriver<C> {
        @Override
        public FaultType<C> type() {
            return driver.type();
        }

        @Override
        public Capability check(C config, TargetRef ref, Host host) {
            return driver.check(config, ref, host);
        }

        @Override
        public List<String> undoKinds() {
            return driver.undoKinds();
        }

        @Override
        public Prepared<C> prepare(FaultId id, C config, Target target) {
            return driver.prepare(id, config, target);
        }

        @Override
        public Meter meter(Prepared<C> fault, MeterContext context) {
            return new ScriptedDriver.BlindMeter();
        }

        @Override
        public void inject(Prepared<C> fault, Host host) {
            driver.inject(fault, host);
        }
    }
}
