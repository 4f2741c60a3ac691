package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.fault.process.Pause.pause;
import static java.time.Duration.ofMillis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.Event;

/** A JVM that runs one sample: says what became of its test, in a line. */
final class Fork {
    static final String IN_THE_MIDDLE = "in the middle";

    private Fork() {}

    public static void main(String[] arguments) throws ClassNotFoundException {
        Kit.run(Class.forName(arguments[0])).allEvents().finished().stream()
                .map(Fork::line)
                .forEach(System.out::println);
    }

    private static String line(Event event) {
        TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
        return event.getTestDescriptor().getDisplayName() + ": " + result.getStatus() + " "
                + result.getThrowable().map(Throwable::getMessage).orElse("");
    }

    /** Not yet started. */
    static ProcessBuilder of(Class<?> sample) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", classPath()));
        command.addAll(List.of(Fork.class.getName(), sample.getName()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** Surefire's own is in the manifest of a jar. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Is killed while its servers run, one of them stopped and a link slow. */
    @Topology("kit/tiny.yaml")
    static class IsKilled {
        @Test
        void hangs(Chaos chaos) throws InterruptedException {
            InjectedFault unused = chaos.inject(latency(ofMillis(50)).on("web->api"));
            InjectedFault unusedToo = chaos.inject(pause().on("api"));
            System.out.println(IN_THE_MIDDLE);
            new CountDownLatch(1).await();
        }
    }

    /** The same while its servers are those of its class. */
    @Topology(value = "kit/one.yaml", reuse = true)
    static class IsKilledAmongOthers {
        @Test
        void hangs(Chaos chaos) throws InterruptedException {
            InjectedFault unused = chaos.inject(pause().on("api"));
            System.out.println(IN_THE_MIDDLE);
            new CountDownLatch(1).await();
        }
    }

    @Topology("kit/one.yaml")
    static class NeedsProcesses {
        @Test
        void runs(Chaos chaos) {}
    }

    @WithChaos
    static class NeedsAnExperiment {
        @ChaosTest("kit/held.json")
        void runs() {}
    }

    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
