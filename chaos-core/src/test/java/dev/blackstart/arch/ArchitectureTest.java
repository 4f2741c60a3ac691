package dev.blackstart.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.blackstart.Blackstart;
import java.io.FileDescriptor;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds this module together; each rule is seen green on the module and red on a class that breaks it. */
class ArchitectureTest {

    /** From those that know least to those that know most. */
    private static final KnownPackages TABLE = new KnownPackages()
            .row("document")
            // Neutral like java.time: rule 9 makes a clock and a cancellation parameters of everything that waits.
            .row("time")
            .row("tolerance", "document")
            .row("experiment", "document", "tolerance")
            .row("journal", "document")
            .row("exchange", "document", "time")
            // A topology file's `ready` is a question, checked when it is read; asking it is not the topology's
            // business.
            .row("topology", "document", "exchange.Question", "time.Cancellation")
            // By the engine's own API, so that whoever heals needs no library for it.
            .row("container", "document", "time")
            // What a run owns is written down as processes, recognised by their identity.
            .row("ledger", "document", "time", "topology.ProcessIdentity")
            .row("link", "document", "exchange.Protocol", "exchange.Question", "time.Cancellation", "topology", "proxy")
            .row("topology.process", "document", "exchange", "journal", "ledger", "link", "time", "topology")
            .row("topology.docker", "container", "document", "exchange", "link", "time", "topology")
            .row("provider", "document", "experiment", "time")
            .row("load", "document", "experiment", "journal", "time", "tolerance")
            .row("load.grpc", "document", "experiment", "load", "time")
            .row("slo", "document", "load.Buckets", "load.Counts")
            // The journal, and the pure arithmetic that the live alert and the verdict must share: the same figure from
            // both.
            .row(
                    "report",
                    // Limits are told as files write them.
                    "document.Durations",
                    "journal",
                    "load.BucketList",
                    "load.Buckets",
                    "load.Counts",
                    "slo.Objective",
                    "slo.RecoveryWindow",
                    // Whether an output is good is told from the output, by the rule by which the run went on.
                    "tolerance")
            // An undo is data, done by a fresh process without the driver.
            .row("heal", "container", "ledger", "link", "time", "topology", "topology.process")
            // Exposure is told from our own exchanges by their ends.
            .row(
                    "fault",
                    "document",
                    "exchange.OwnEnds",
                    "experiment.Activity",
                    "experiment.BlastRadius",
                    "heal",
                    "journal",
                    "ledger",
                    "provider",
                    "time",
                    "topology")
            // They also know provider.Argument, but ArchUnit does not read annotations on record components.
            .row("fault.network", "document", "exchange", "fault", "journal", "ledger", "link", "time", "topology")
            .row("fault.file", "document", "fault", "heal", "ledger", "topology")
            .row(
                    "fault.process",
                    "container",
                    "document",
                    "exchange",
                    "fault",
                    "journal",
                    "ledger",
                    "time",
                    "topology",
                    "topology.process")
            .row(
                    "functions",
                    "document",
                    "exchange",
                    "experiment.Activity",
                    "fault",
                    "load",
                    "provider",
                    "time",
                    "topology")
            .row("playbook", "document", "experiment")
            // No fault and no function: they come through ServiceLoader, by way of `provider`.
            .row("engine", "document", "experiment", "journal", "provider", "time", "tolerance")
            .row(
                    "plan",
                    "document",
                    "experiment",
                    "fault",
                    "journal.Declared",
                    "playbook",
                    "provider",
                    "slo",
                    "topology",
                    // Which ports a file leaves open is one rule, at plan time and when they are chosen.
                    "topology.process.Placement",
                    // Whether this machine has processes that can be told apart is part of what a plan asks.
                    "topology.process.ProcessTable")
            .row(
                    "arm",
                    "engine",
                    "experiment",
                    "fault",
                    "heal.HealerFailed",
                    "heal.HealerProcess",
                    "journal",
                    "ledger.Ledger",
                    "load",
                    "plan",
                    "playbook",
                    "provider",
                    "slo",
                    "time",
                    "tolerance",
                    "topology",
                    "topology.process")
            .row(
                    "",
                    "arm",
                    "document",
                    "engine",
                    "experiment",
                    "fault",
                    "heal",
                    "journal",
                    "ledger",
                    "plan",
                    "provider",
                    "report",
                    "time",
                    // Who a runner is, so that nobody else is ended in its place.
                    "topology.process.ProcessTable")
            // A run in code: what a plan and an arm are made of, without a file.
            .row(
                    "session",
                    "",
                    "arm",
                    "document",
                    "engine",
                    "experiment",
                    "fault",
                    "heal.HealerProcess",
                    "journal",
                    "ledger",
                    "link.PlainLinks",
                    "load",
                    "plan.ProcessesHere",
                    "playbook",
                    "provider",
                    "report",
                    "slo",
                    "time",
                    "topology",
                    "topology.process.ProcessTable",
                    "topology.process.ProcessTopology");

    private static final String CLOCK = "dev.blackstart.time.RunClock";
    private static final String[] FOUND_BY_SERVICE_LOADER = {
        "dev.blackstart.fault.file",
        "dev.blackstart.fault.network",
        "dev.blackstart.fault.process",
        "dev.blackstart.functions",
        "dev.blackstart.load.grpc"
    };
    private static final String[] JACKSON_AND_YAML = {"tools.jackson..", "com.fasterxml..", "org.yaml.."};
    /** Gson belongs to the client: its exceptions come out of it. */
    private static final String[] TOXIPROXY = {"eu.rekawek..", "com.google.gson..", "dev.blackstart.proxy.."};

    private static final String[] GRPC = {"io.grpc..", "com.google.protobuf.."};
    private static final String[] HISTOGRAM = {"org.HdrHistogram.."};
    private static final String[] TESTCONTAINERS = {"org.testcontainers..", "com.github.dockerjava.."};
    private static final String[] ANYBODYS = {
        "java..", "javax.net.ssl..", "org.jspecify..", "org.slf4j..", "dev.blackstart.."
    };

    private static final JavaClasses MODULE = new ClassFileImporter()
            .importUrl(Blackstart.class.getProtectionDomain().getCodeSource().getLocation());
    private static final JavaClasses VIOLATIONS =
            new ClassFileImporter().importPackages("dev.blackstart.arch.violations");

    static Stream<Arguments> rules() {
        return Stream.of(directions(), libraries(), time(), surroundings()).flatMap(rules -> rules);
    }

    /** One rule; a violation for each package that the design names, and for each that may know only single classes of another. */
    private static Stream<Arguments> directions() {
        ArchRule direction = classes().should(TABLE.hold());
        return Stream.of(
                        "document.KnowsAnything",
                        "experiment.KnowsTheEngine",
                        "tolerance.KnowsTheExperiment",
                        "topology.KnowsWhoAsks",
                        "journal.KnowsTheClock",
                        "engine.KnowsAFault",
                        "engine.KnowsAFunction",
                        "report.KnowsTheEngine",
                        "report.KnowsTheRecorder",
                        "unheardof.KnowsAnything")
                .map(violation -> Arguments.of(violation, direction));
    }

    private static Stream<Arguments> libraries() {
        String[] known = Stream.of(ANYBODYS, JACKSON_AND_YAML, TOXIPROXY, GRPC, HISTOGRAM, TESTCONTAINERS)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        return Stream.of(
                Arguments.of("KnowsJackson", only("dev\\.blackstart\\.document\\..*", JACKSON_AND_YAML)),
                Arguments.of("KnowsSnakeYaml", only("dev\\.blackstart\\.document\\..*", JACKSON_AND_YAML)),
                Arguments.of("KnowsToxiproxy", only("dev\\.blackstart\\.link\\..*", TOXIPROXY)),
                Arguments.of("KnowsTheProxy", only("dev\\.blackstart\\.link\\..*", TOXIPROXY)),
                // Optional: of `exchange`, one class, so that the others work without.
                Arguments.of(
                        "KnowsGrpc", only("dev\\.blackstart\\.(load\\.grpc\\..*|exchange\\.GrpcAsker(\\$.*)?)", GRPC)),
                Arguments.of("KnowsProtobuf", only("dev\\.blackstart\\.load\\.grpc\\..*", "com.google.protobuf..")),
                Arguments.of("KnowsHistograms", only("dev\\.blackstart\\.(load|report)\\..*", HISTOGRAM)),
                Arguments.of("KnowsTestcontainers", only("dev\\.blackstart\\.topology\\.docker\\..*", TESTCONTAINERS)),
                // Netty, the JDK's own internals: whoever wants one gives it a home here.
                Arguments.of(
                        "KnowsAnotherLibrary",
                        noClasses()
                                .should()
                                .dependOnClassesThat(not(resideInAnyPackage(known)))
                                .as("no library without a home")),
                Arguments.of("ShowsALibrary", classes().should(new SignatureOfOwnTypes())));
    }

    private static Stream<Arguments> time() {
        ArchRule clock = noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CLOCK)
                .should()
                .accessTargetWhere(reaches(System.class, "nanoTime|currentTimeMillis"))
                .orShould()
                .accessTargetWhere(reaches(Instant.class, "now"))
                .orShould()
                .accessTargetWhere(reaches(LocalDateTime.class, "now"))
                .orShould()
                .accessTargetWhere(reaches(ZonedDateTime.class, "now"))
                .orShould()
                .accessTargetWhere(reaches(Clock.class, "system.*|tick.*"))
                .orShould()
                .accessTargetWhere(reaches(InstantSource.class, "system"))
                .orShould()
                .callConstructor(Date.class)
                .as("only RunClock reads clocks");
        return Stream.of(
                Arguments.of("ReadsTheClock", clock),
                Arguments.of("HandsTheClockOn", clock),
                Arguments.of(
                        "Sleeps",
                        noClasses()
                                .should()
                                .accessTargetWhere(reaches(Thread.class, "sleep"))
                                .orShould()
                                .accessTargetWhere(reaches(TimeUnit.class, "sleep"))
                                .orShould()
                                .accessTargetWhere(reaches(LockSupport.class, "parkNanos|parkUntil"))
                                .as("nobody sleeps: Cancellation waits, and can be woken")));
    }

    private static Stream<Arguments> surroundings() {
        return Stream.of(
                Arguments.of(
                        "Prints",
                        noClasses()
                                .that()
                                .doNotHaveFullyQualifiedName("dev.blackstart.HealerMain")
                                .should()
                                .accessTargetWhere(reaches(System.class, "out|err"))
                                .orShould()
                                .accessTargetWhere(nameOfTarget("printStackTrace"))
                                .as("a library prints only where it is told to; the healer is a program")),
                Arguments.of(
                        "LogsWithTheJdk",
                        noClasses()
                                .should()
                                .dependOnClassesThat(resideInAPackage("java.util.logging.."))
                                .as("logging is SLF4J")),
                Arguments.of(
                        "EndsTheJvm",
                        noClasses()
                                .should()
                                .accessTargetWhere(reaches(System.class, "exit"))
                                .orShould()
                                .accessTargetWhere(reaches(Runtime.class, "exit|halt"))
                                .as("a library does not end the JVM")),
                Arguments.of(
                        "LooksForServices",
                        noClasses()
                                .that(not(nameMatching("dev\\.blackstart\\.(provider\\.FunctionRegistry"
                                        + "|fault\\.FaultDrivers|load\\.Workload)")))
                                .should()
                                .accessTargetWhere(reaches(ServiceLoader.class, "load.*"))
                                .as("what is found by ServiceLoader is found in one place")),
                Arguments.of(
                        "NamesADriver",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(FOUND_BY_SERVICE_LOADER)
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(FOUND_BY_SERVICE_LOADER))
                                .as("what is found by ServiceLoader is named by nobody")),
                // sun.misc.Signal: to name it directly is a warning of the compiler, and so an error of the build.
                Arguments.of(
                        "LoadsByName",
                        noClasses()
                                .that()
                                .doNotHaveFullyQualifiedName("dev.blackstart.engine.Signals")
                                .should()
                                .accessTargetWhere(reaches(Class.class, "forName"))
                                .orShould()
                                .accessTargetWhere(reaches(ClassLoader.class, "loadClass"))
                                .as("only Signals loads a class by its name")),
                Arguments.of(
                        "Syncs",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages("dev.blackstart.ledger", "dev.blackstart.heal")
                                .should()
                                .accessTargetWhere(
                                        reaches(FileChannel.class, "force").or(reaches(FileDescriptor.class, "sync")))
                                .as("fsync is the ledger's, and for originals of files")));
    }

    /** Nobody but the classes of that name depends on these packages. */
    private static ArchRule only(String nameRegex, String... libraries) {
        return noClasses()
                .that(not(nameMatching(nameRegex)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries))
                .as("only " + nameRegex + " knows " + String.join(", ", libraries));
    }

    /** A call, a method reference or a field access by a name that matches. */
    private static DescribedPredicate<JavaAccess<?>> reaches(Class<?> owner, String nameRegex) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + nameRegex,
                access -> type(owner).test(access.getTargetOwner())
                        && access.getTarget().getName().matches(nameRegex));
    }

    private static DescribedPredicate<JavaAccess<?>> nameOfTarget(String name) {
        return DescribedPredicate.describe(
                name, access -> access.getTarget().getName().equals(name));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_onTheModule_holds(String violation, ArchRule rule) {
        assertThat(rule.evaluate(MODULE).getFailureReport().getDetails()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_onItsViolation_isBroken(String violation, ArchRule rule) {
        JavaClasses one = VIOLATIONS.that(nameMatching("dev\\.blackstart\\.arch\\.violations\\." + violation));

        assertThat(one).hasSize(1);
        assertThat(rule.evaluate(one).getFailureReport().getDetails())
                .isNotEmpty()
                .allMatch(detail -> detail.contains(violation));
    }

    @Test
    void table_hasARowForEachPackage_andNoOther() {
        assertThat(MODULE.stream()
                        .map(JavaClass::getPackageName)
                        .map(name -> name.replaceFirst("^dev\\.blackstart\\.?", ""))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(TABLE.packages());
    }

    /** An entry that nobody needs any more would let the dependency come back unseen. */
    @Test
    void table_listsNothingThatNobodyNeeds() {
        assertThat(TABLE.unused(MODULE)).isEmpty();
    }

    @Test
    void table_hasNoCircle() {
        assertThat(TABLE.circular()).isEmpty();
    }

    @Test
    void circle_isNoticed_andAnEntryThatNobodyNeedsToo() {
        KnownPackages circle = new KnownPackages()
                .row("document")
                .row("load", "document", "load.grpc.Caller")
                .row("load.grpc", "load");

        assertThat(circle.circular()).containsExactly("load", "load.grpc");
        assertThat(circle.unused(MODULE)).containsExactly("load -> load.grpc.Caller");
    }
}
