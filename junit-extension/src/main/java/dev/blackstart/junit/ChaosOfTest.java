package dev.blackstart.junit;

import dev.blackstart.fault.FaultSpec;
import dev.blackstart.report.Evidence;
import dev.blackstart.session.ChaosSession;
import dev.blackstart.topology.RunningTopology;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** One test's: a session that is opened with the first link. */
final class ChaosOfTest implements Chaos, AutoCloseable {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(3);

    private final Path folder;
    private final Class<?> test;
    private final Terms terms;
    private final Consumer<Map<String, String>> report;

    // Guarded by this.
    private final List<RunningTopology> systems = new ArrayList<>();
    private final List<RunningTopology> owned = new ArrayList<>();
    private final List<Expecting> expectations = new ArrayList<>();
    private @Nullable ChaosSession session;
    private @Nullable LoadOfTest<?> load;
    private boolean closed;

    /**
     * @param folder below which its session has its own
     * @param report takes what is worth knowing
     */
    ChaosOfTest(Path folder, Class<?> test, Terms terms, Consumer<Map<String, String>> report) {
        this.folder = folder;
        this.test = test;
        this.terms = terms;
        this.report = report;
    }

    private synchronized ChaosSession session() {
        if (closed) {
            throw new IllegalStateException("the test is over, and its faults with it");
        }
        if (session == null) {
            session = ChaosSession.open(folder, String.valueOf(folder.getFileName()), terms.seed());
            systems.forEach(session::join);
        }
        return session;
    }

    /** A system that somebody else has started. Called before the session is opened. */
    synchronized void join(RunningTopology system) {
        systems.add(system);
    }

    /** Containers by their names. Called before the session is opened. */
    synchronized void name(Map<String, Object> containers) {
        if (!containers.isEmpty()) {
            RunningTopology named = Containers.start(containers, folder, terms.seed());
            owned.add(named);
            systems.add(named);
        }
    }

    /** @see ChaosSession#start */
    RunningTopology start(Path file) {
        List<String> missing = ChaosSession.missingForTopologies();
        if (!missing.isEmpty()) {
            throw terms.missing(NamedFile.shown(file) + ": " + String.join("; ", missing));
        }
        return session().start(file, NamedFile.shown(file));
    }

    @Override
    public Endpoint link(String name, String host, int port) {
        return Endpoint.of(session().link(name, InetSocketAddress.createUnresolved(host, port)));
    }

    @Override
    public Endpoint link(String name) {
        return Endpoint.of(session().link(name));
    }

    @Override
    public synchronized <T> Load<T> load(Rate rate, Callable<? extends T> call) {
        if (load != null) {
            throw new IllegalStateException("there is a load already; a test has one");
        }
        LoadOfTest<T> declared = new LoadOfTest<>(session(), rate, call);
        load = declared;
        return declared;
    }

    @Override
    public synchronized Expectation expect() {
        if (load == null) {
            throw new IllegalStateException(
                    "what is expected is told from the answers to a load, and there is none: write"
                            + " chaos.load(perSecond(40), () -> client.call()) before the fault is injected");
        }
        if (!session().isUnderFault()) {
            throw new IllegalStateException("what is expected is told from a fault on, and none is in force: write"
                    + " chaos.expect() in the block of chaos.inject(…)");
        }
        Expecting expecting = new Expecting(session(), load.drill(), test, report);
        expectations.add(expecting);
        return expecting;
    }

    private synchronized void startLoad() {
        if (load != null) {
            load.start();
        }
    }

    /** @throws AssertionError if something that was expected has been said by half */
    synchronized void requireSaid() {
        for (Expecting each : expectations) {
            each.unsaid().ifPresent(what -> {
                throw new AssertionFailedError(what);
            });
        }
    }

    @Override
    public InjectedFault inject(FaultSpec fault) {
        ChaosSession open = session();
        List<String> missing = open.unavailable(fault);
        if (!missing.isEmpty()) {
            throw terms.missing(String.join("; ", missing));
        }
        startLoad();
        return new Injected(open, open.inject(fault));
    }

    /** The folder of what was done; empty where nothing was. */
    synchronized Optional<Path> folder() {
        return Optional.ofNullable(session).map(ChaosSession::folder);
    }

    /** Of every draw. */
    long seed() {
        return terms.seed();
    }

    /** An interruption of the thread, as by a timeout of the test, does not keep anything from being taken back. */
    @Override
    public synchronized void close() {
        closed = true;
        boolean interrupted = Thread.interrupted();
        try {
            if (session != null) {
                session.close();
            }
        } finally {
            owned.forEach(RunningTopology::close);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Injected implements InjectedFault {
        private final ChaosSession in;
        private final List<String> ids;

        // Guarded by this.
        private boolean over;

        Injected(ChaosSession in, List<String> ids) {
            this.in = in;
            this.ids = ids;
        }

        @Override
        public List<Evidence> evidence() {
            return ids.stream().map(in::evidence).toList();
        }

        @Override
        public void close() {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            boolean interrupted = Thread.interrupted();
            try {
                end(interrupted ? Duration.ZERO : SEEN_WITHIN);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void end(Duration seenWithin) {
            try {
                ids.forEach(id -> in.awaitEvidence(id, seenWithin));
            } finally {
                ids.forEach(in::revert);
            }
            List<String> missing = new ArrayList<>();
            for (Evidence one : evidence()) {
                report.accept(Map.of("blackstart.fault", one.sentence()));
                one.missing().ifPresent(missing::add);
                one.leftBehind().ifPresent(missing::add);
            }
            if (terms.requireEvidence() && !missing.isEmpty()) {
                throw new AssertionError(String.join(". ", missing) + ". Its journal: " + NamedFile.shown(in.folder())
                        + ", seed " + in.seed());
            }
        }
    }
}
