package dev.blackstart.junit;

import static org.awaitility.Awaitility.await;

import dev.blackstart.document.Durations;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.report.CodeFold;
import dev.blackstart.report.Times;
import dev.blackstart.session.ChaosSession;
import dev.blackstart.session.Drill;
import dev.blackstart.time.Cancelled;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;

/** What a test says of its drill, waited for. */
final class Expecting implements Expectation {
    private static final Duration DEGRADED_WITHIN = Duration.ofSeconds(10);
    private static final Duration FELT_WITHIN = Duration.ofSeconds(10);
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);

    /** What is waited beyond a window's end, so that its last bucket is complete. */
    private static final Duration SETTLE = Duration.ofMillis(300);

    private final ChaosSession session;
    private final Drill drill;
    private final Class<?> test;
    private final Consumer<Map<String, String>> report;
    private @Nullable String unsaid;
    private boolean pending;

    /** @param report takes the figures */
    Expecting(ChaosSession session, Drill drill, Class<?> test, Consumer<Map<String, String>> report) {
        this.session = session;
        this.drill = drill;
        this.test = test;
        this.report = report;
        this.unsaid = "expect() says nothing by itself: go on with .degraded(), .alertWithin(…) or .recoveredWithin(…)";
    }

    /** What has been said by half; empty where nothing has. */
    Optional<String> unsaid() {
        return Optional.ofNullable(unsaid);
    }

    @Override
    public Expectation degraded() {
        return degradedWithin(DEGRADED_WITHIN);
    }

    @Override
    public Expectation degradedWithin(Duration within) {
        unsaid = null;
        Duration left = left(within);
        if (!waited(left.plus(SETTLE), () -> drill.isDegraded(within))) {
            throw unmet("degraded answers, and no more failures than the objective allows, within "
                    + Durations.format(within) + " of the fault");
        }
        return this;
    }

    @Override
    public Expectation alertWithin(Duration within) {
        unsaid = null;
        Duration left = left(within);
        boolean fired = waited(left, drill::isAlerted);
        Optional<Duration> after = drill.figures().times().detect();
        if (!fired || after.filter(took -> took.compareTo(within) <= 0).isEmpty()) {
            throw unmet("the alert within " + Durations.format(within) + " of the fault"
                    + after.map(took -> "; it fired " + seconds(took) + " after it")
                            .orElse(", and it has not fired"));
        }
        publish();
        return this;
    }

    /** How much of a time from the fault clock on is left. */
    private Duration left(Duration within) {
        if (!waited(FELT_WITHIN, () -> drill.faultClock().isPresent())) {
            throw unmet("a fault that is felt, and none has been within " + Durations.format(FELT_WITHIN));
        }
        return within.minus(drill.sinceFault().orElse(Duration.ZERO));
    }

    private static boolean waited(Duration atMost, Callable<Boolean> condition) {
        try {
            await().dontCatchUncaughtExceptions()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(atMost.compareTo(POLL) > 0 ? atMost : POLL.multipliedBy(2))
                    .until(() -> {
                        // Awaitility sleeps on, and keeps the interruption for whoever looks.
                        if (Thread.currentThread().isInterrupted()) {
                            throw new Cancelled("the test was interrupted while it waited");
                        }
                        return condition.call();
                    });
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Override
    public Recovery recoveredWithin(Duration within) {
        if (pending) {
            throw new IllegalStateException(unsaid);
        }
        pending = true;
        unsaid = "recoveredWithin(" + Durations.format(within)
                + ") says nothing by itself: end it with .by(playbook), .by(code) or .byItself()";
        Duration least = drill.leastHold();
        return new Recovering(within, least.compareTo(HOLD) > 0 ? least : HOLD);
    }

    private final class Recovering implements Recovery {
        private final Duration within;
        private final Duration hold;

        Recovering(Duration within, Duration hold) {
            this.within = within;
            this.hold = hold;
        }

        @Override
        public Recovery holding(Duration other) {
            Duration least = drill.leastHold();
            if (other.compareTo(least) < 0) {
                throw new IllegalArgumentException("hold must be " + Durations.format(least)
                        + " at least, because a shorter time brings too few answers: " + Durations.format(other));
            }
            return new Recovering(within, other);
        }

        @Override
        public void by(String file) {
            unsaid = null;
            pending = false;
            Path path = NamedFile.find(file, test);
            Playbook playbook = session.playbook(path, NamedFile.shown(path));
            Instant began = begin(playbook.name());
            session.mitigate(playbook, drill).ifPresent(why -> {
                throw unmet("recovery by " + playbook.name() + "; " + why);
            });
            recovered(playbook.name(), began);
        }

        @Override
        public void by(Executable mitigation) {
            unsaid = null;
            pending = false;
            String name = "the mitigation in code";
            Instant began = begin(name);
            session.mitigate(name, () -> run(name, mitigation));
            recovered(name, began);
        }

        private static void run(String name, Executable mitigation) {
            try {
                mitigation.execute();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(name + " failed: " + e, e);
            }
        }

        private Instant begin(String by) {
            left(within);
            drill.expectRecovery(by, within, hold);
            if (!drill.isHurt()) {
                throw unmet("that " + by + " is needed; the answers were as the objective asks before it did anything");
            }
            return drill.now();
        }

        private void recovered(String by, Instant began) {
            boolean came = waited(within.plus(hold).plus(SETTLE), () -> drill.hasRecovered(began, hold));
            CodeFold figures = drill.figures();
            Optional<String> whyNot =
                    figures.whyNotRecovered().or(() -> came ? Optional.empty() : Optional.of("it did not recover"));
            whyNot.ifPresent(why -> {
                throw unmet("recovery within " + Durations.format(within) + " of " + by + ", for "
                        + Durations.format(hold) + "; " + why);
            });
            publish();
        }

        @Override
        public void byItself() {
            unsaid = null;
            pending = false;
            left(within);
            drill.expectRecovery(null, within, hold);
            if (!drill.isHurt() && !drill.hasBeenHurt()) {
                throw unmet("a recovery; the answers have been as the objective asks since the fault was first felt");
            }
            Instant from = drill.now();
            boolean came = waited(within.plus(hold).plus(SETTLE), () -> drill.hasRecovered(from, hold));
            if (!came) {
                throw unmet(
                        "recovery by itself within " + Durations.format(within) + ", for " + Durations.format(hold));
            }
            if (!session.isUnderFault()) {
                throw unmet("recovery by itself with the fault on; it came only after the fault had ended");
            }
            publish();
        }
    }

    private void publish() {
        Times times = drill.figures().times();
        Map<String, String> entries = new LinkedHashMap<>();
        times.detect().ifPresent(time -> entries.put("blackstart.ttd", Durations.format(time)));
        times.mitigate().ifPresent(time -> entries.put("blackstart.ttm", Durations.format(time)));
        times.recover().ifPresent(time -> entries.put("blackstart.ttr", Durations.format(time)));
        if (!entries.isEmpty()) {
            report.accept(entries);
        }
    }

    private AssertionFailedError unmet(String expected) {
        return new AssertionFailedError("expected " + expected + ".\nSeen"
                + drill.sinceFault()
                        .map(since -> ", " + seconds(since) + " after the fault was first felt")
                        .orElse("") + ": "
                + drill.sli() + ".\nIts journal: " + NamedFile.shown(session.folder()) + ", seed " + session.seed());
    }

    private static String seconds(Duration duration) {
        return String.format(java.util.Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
