package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.topology.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps docs/reference/faults.md as the drivers describe themselves. What has no contract test is not shipped. */
class FaultsDocTest {
    private static final Path PAGE = Path.of("../docs/reference/faults.md");
    private static final Path TESTS = Path.of("src/test/java/dev/blackstart/fault");
    private static final String LINKS = "same proxies";
    private static final String HEAD = """
            # Faults and topologies

            Where each fault can be injected, and what becomes of it. `processes`: the test that runs it on a real process behind a real proxy,
            whatever `./verify` last said of it. `containers`: those that a JUnit test has started with Testcontainers; faults on links to them
            go through the same proxies. There are no topologies of containers from a file yet, nor of systems that run already: a service
            without a command for a process is refused when an experiment is planned. How each fault is called, and what code has to import for it, stands in
            [functions.md](functions.md).

            This page is generated from the drivers; a test compares the two.

            | fault | in code | on | processes | containers | attached | undone by | when the runner is killed | schedules |
            |---|---|---|---|---|---|---|---|---|
            """;

    @Test
    void page_isWhatTheDriversSayOfThemselves() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        FaultDrivers.installed().forEach(driver -> page.append(row(driver, new FaultFunction(driver))));
        FaultDrivers.composites().forEach(composite -> page.append(row(composite, new CompositeFunction(composite))));
        String generated = page.toString();
        if (Boolean.getBoolean("blackstart.docs.write")) {
            Files.writeString(PAGE, generated);
        }

        assertThat(Files.readString(PAGE))
                .as("out of date; mvn -pl chaos-core -am test -Dtest=FaultsDocTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dblackstart.docs.write=true writes it anew")
                .isEqualTo(generated);
    }

    private static String row(FaultDriver<?> driver, FaultAction<?> action) {
        Set<String> targets = new TreeSet<>();
        driver.type().targets().forEach(target -> targets.add(target.name().toLowerCase(Locale.ROOT)));
        return row(
                action,
                String.join(", ", targets),
                contract(driver),
                onContainers(driver),
                undo(driver),
                killed(driver),
                schedules(driver));
    }

    private static String undo(FaultDriver<?> driver) {
        Set<String> kinds = new LinkedHashSet<>(FaultArguments.undoKinds(driver));
        kinds.addAll(driver.undoKinds(Service.Kind.CONTAINER));
        return kinds.stream().map(kind -> "`" + kind + "`").collect(Collectors.joining(", "));
    }

    /** A fault on a replica that a container can have is tried on one. */
    private static String onContainers(FaultDriver<?> driver) {
        if (driver.type().targets().contains(FaultType.TargetKind.LINK)) {
            return driver.type().func().equals("latency") ? test("LatencyOnContainer", true) : LINKS;
        }
        String name = driver.getClass().getSimpleName().replaceFirst("Driver$", "OnContainer");
        boolean tried = Files.exists(TESTS.resolve(name + "IT.java"));
        assertThat(driver.undoKinds(Service.Kind.CONTAINER).contains("ContainerAs"))
                .as("%s is tried on a container", driver.type().func())
                .isEqualTo(tried);
        return tried ? test(name, true) : "no";
    }

    private static String row(CompositeFault<?> composite, FaultAction<?> action) {
        return row(
                action,
                "link",
                test("Partition", "partition".equals(composite.func())),
                LINKS,
                "those of its parts",
                "as its parts",
                "steady, pulse");
    }

    private static String row(
            FaultAction<?> action,
            String on,
            String test,
            String containers,
            String undo,
            String after,
            String schedules) {
        return String.format(
                "| `%s` | `%s` | %s | %s | %s | not built | %s | %s | %s |%n",
                action.type().func(), CodeLines.line(action), on, test, containers, undo, after, schedules);
    }

    /** What becomes of it with the runner. */
    private static String killed(FaultDriver<?> driver) {
        if (driver.type().lifetime() == FaultType.Lifetime.WITH_RUNNER) {
            return "ends with it";
        }
        if (!driver.isTakenBackByStart()) {
            return "the healer undoes it";
        }
        return driver.undoKinds(Service.Kind.CONTAINER).isEmpty()
                ? "ends with the topology"
                : "ends with the topology; the healer starts a container again";
    }

    /** What {@link FaultFunction} lets them follow. */
    private static String schedules(FaultDriver<?> driver) {
        if (driver.isTakenBackByStart()) {
            return "steady";
        }
        return driver instanceof AdjustableFault ? "steady, pulse, ramp" : "steady, pulse";
    }

    private static String contract(FaultDriver<?> driver) {
        String name = driver.getClass().getSimpleName();
        try {
            Class<?> test = Class.forName(FaultsDocTest.class.getPackageName() + "." + name + "IT");
            return test(name, FaultDriverContractTest.class.isAssignableFrom(test));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " has no contract test " + name + "IT", e);
        }
    }

    private static String test(String name, boolean isContract) {
        Path source = TESTS.resolve(name + "IT.java");
        assertThat(isContract && Files.exists(source))
                .as("%s is a contract test", source)
                .isTrue();
        return "[" + name + "IT](../../chaos-core/" + source + ")";
    }
}
