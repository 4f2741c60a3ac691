package dev.blackstart.junit;

import dev.blackstart.ChaosSession;
import dev.blackstart.fault.FaultSpec;
import dev.blackstart.report.Evidence;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One test's: a session that is opened with the first link. */
final class ChaosOfTest implements Chaos, AutoCloseable {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(3);

    private final Path folder;
    private final WithChaos terms;
    private final Consumer<String> report;

    // Guarded by this.
    private @Nullable ChaosSession session;
    private boolean closed;

    /**
     * @param folder below which its session has its own
     * @param report takes what is worth knowing of a fault
     */
    ChaosOfTest(Path folder, WithChaos terms, Consumer<String> report) {
        this.folder = folder;
        this.terms = terms;
        this.report = report;
    }

    private synchronized ChaosSession session() {
        if (closed) {
            throw new IllegalStateException("the test is over, and its faults with it");
        }
        if (session == null) {
            session = ChaosSession.open(folder, terms.seed());
        }
        return session;
    }

    @Override
    public InetSocketAddress link(String name, String host, int port) {
        return session().link(name, InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public InjectedFault inject(FaultSpec fault) {
        ChaosSession open = session();
        return new Injected(open, open.inject(fault));
    }

    /** @return the folder of what was done; empty where nothing was */
    synchronized Optional<Path> folder() {
        return Optional.ofNullable(session).map(ChaosSession::folder);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (session != null) {
            session.close();
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
            try {
                ids.forEach(id -> in.awaitEvidence(id, SEEN_WITHIN));
            } finally {
                ids.forEach(in::revert);
            }
            List<String> missing = new ArrayList<>();
            for (Evidence one : evidence()) {
                report.accept(one.sentence());
                one.missing().ifPresent(missing::add);
                one.leftBehind().ifPresent(missing::add);
            }
            if (terms.requireEvidence() && !missing.isEmpty()) {
                throw new AssertionError(String.join(". ", missing) + ". Its journal: " + in.folder());
            }
        }
    }
}
