package dev.blackstart.junit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.blackstart.junit.Chaos;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds this module together; each rule is seen green on the module and red on a class that breaks it. */
class ArchitectureTest {

    /**
     * The front doors for files and for code, and of the packages behind them the classes that requests and results are made of. No
     * fault is among them: a new driver needs no line here.
     */
    private static final Set<String> OF_THE_LIBRARY = Set.of(
            // An experiment's file.
            "dev.blackstart.Blackstart",
            "dev.blackstart.RunObserver",
            "dev.blackstart.RunRequest",
            "dev.blackstart.RunResult",
            "dev.blackstart.document.DocumentInvalid",
            "dev.blackstart.document.Problem",
            "dev.blackstart.engine.Dry",
            "dev.blackstart.engine.Interruptions",
            "dev.blackstart.engine.Strategies",
            "dev.blackstart.experiment.Experiment",
            "dev.blackstart.experiment.ExperimentReader",
            "dev.blackstart.experiment.Extension",
            "dev.blackstart.experiment.Overrides",
            "dev.blackstart.plan.Plan",
            "dev.blackstart.plan.Planner",
            "dev.blackstart.provider.FunctionRegistry",
            "dev.blackstart.provider.Surroundings",
            // Faults, a load and what is expected, in code.
            "dev.blackstart.fault.FaultSpec",
            "dev.blackstart.load.CodeWorkload",
            "dev.blackstart.playbook.Playbook",
            "dev.blackstart.session.ChaosSession",
            "dev.blackstart.session.Drill",
            "dev.blackstart.session.SharedLinks",
            "dev.blackstart.slo.Objective",
            "dev.blackstart.time.Cancelled",
            "dev.blackstart.topology.RunningTopology",
            "dev.blackstart.topology.docker.ContainersTopology",
            // What came of it, and how it is told.
            "dev.blackstart.document.Durations",
            "dev.blackstart.report.CodeFold",
            "dev.blackstart.report.Evidence",
            "dev.blackstart.report.Finding",
            "dev.blackstart.report.Outcome",
            "dev.blackstart.report.Proof",
            "dev.blackstart.report.Times",
            "dev.blackstart.report.Verdict");

    private static final String[] ANYBODYS = {
        "java..",
        "org.jspecify..",
        "org.apiguardian..",
        "org.opentest4j..",
        "dev.blackstart..",
        "org.junit.jupiter.api..",
        "org.junit.platform.commons..",
        "org.junit.platform.engine..",
        "org.awaitility..",
        "org.testcontainers.."
    };

    /** By where they are: in another folder than Maven's own nobody would know tests by theirs. */
    private static final JavaClasses MODULE = new ClassFileImporter()
            .importUrl(Chaos.class.getProtectionDomain().getCodeSource().getLocation());

    private static final JavaClasses VIOLATIONS =
            new ClassFileImporter().importPackages("dev.blackstart.junit.arch.violations");

    static Stream<Arguments> rules() {
        return Stream.concat(knowledge(), surroundings());
    }

    private static Stream<Arguments> knowledge() {
        ArchRule libraries = noClasses()
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(ANYBODYS)))
                .as(
                        "the API of JUnit, opentest4j and Awaitility, and nothing that its users might have in another version");
        return Stream.of(
                Arguments.of(
                        "KnowsADriver",
                        noClasses()
                                .should()
                                .dependOnClassesThat(DescribedPredicate.describe(
                                        "are the library's and not listed here",
                                        target ->
                                                isOfTheLibrary(target) && !OF_THE_LIBRARY.contains(outermost(target))))
                                .as("the front doors and what passes through them")),
                Arguments.of("KnowsAnotherLibrary", libraries),
                Arguments.of("KnowsTheLauncher", libraries),
                Arguments.of(
                        "WaitsWithAwaitility",
                        noClasses()
                                .that(not(nameMatching("dev\\.blackstart\\.junit\\.Expecting(\\$.*)?")))
                                .should()
                                .dependOnClassesThat(resideInAPackage("org.awaitility.."))
                                .as("only expectations are waited for with Awaitility")),
                // Not on everybody's class path: loaded only where a test has a container.
                Arguments.of(
                        "KnowsContainers",
                        noClasses()
                                .that()
                                .doNotHaveFullyQualifiedName("dev.blackstart.junit.Containers")
                                .should()
                                .dependOnClassesThat(
                                        resideInAnyPackage("org.testcontainers..", "dev.blackstart.topology.docker.."))
                                .as("only Containers knows Testcontainers")),
                Arguments.of(
                        "IsAnEngineToo",
                        noClasses()
                                .that(
                                        not(
                                                nameMatching(
                                                        "dev\\.blackstart\\.junit\\.(ExperimentEngine|ExperimentTests|TestFolder)(\\$.*)?")))
                                .should()
                                .dependOnClassesThat(resideInAPackage("org.junit.platform.engine.."))
                                .as("only experiments in a folder are run by an engine of their own")));
    }

    private static Stream<Arguments> surroundings() {
        return Stream.of(
                Arguments.of(
                        "ReadsTheClock",
                        noClasses()
                                .should()
                                .accessTargetWhere(reaches(System.class, "nanoTime|currentTimeMillis"))
                                .orShould()
                                .accessTargetWhere(reaches(Instant.class, "now"))
                                .as("time is the session's")),
                Arguments.of(
                        "Sleeps",
                        noClasses()
                                .should()
                                .accessTargetWhere(reaches(Thread.class, "sleep"))
                                .orShould()
                                .accessTargetWhere(reaches(TimeUnit.class, "sleep"))
                                .as("nobody sleeps")),
                Arguments.of(
                        "Prints",
                        noClasses()
                                .should()
                                .accessTargetWhere(reaches(System.class, "out|err"))
                                .as("what is to be told is published, or a failure")),
                Arguments.of(
                        "EndsTheJvm",
                        noClasses()
                                .should()
                                .accessTargetWhere(reaches(System.class, "exit"))
                                .orShould()
                                .accessTargetWhere(reaches(Runtime.class, "exit|halt"))
                                .as("the JVM is the tests'")),
                Arguments.of(
                        "IsPublicWithoutAMark",
                        classes()
                                .that()
                                .areTopLevelClasses()
                                .and()
                                .arePublic()
                                .should()
                                .beAnnotatedWith(API.class)
                                .as("what is public says how long it will stay")));
    }

    private static boolean isOfTheLibrary(JavaClass target) {
        return target.getName().startsWith("dev.blackstart.")
                && !target.getName().startsWith("dev.blackstart.junit.");
    }

    private static String outermost(JavaClass target) {
        return target.getName().replaceFirst("\\$.*", "");
    }

    /** A call, a method reference or a field access by a name that matches. */
    private static DescribedPredicate<JavaAccess<?>> reaches(Class<?> owner, String nameRegex) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + nameRegex,
                access -> type(owner).test(access.getTargetOwner())
                        && access.getTarget().getName().matches(nameRegex));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_onTheModule_holds(String violation, ArchRule rule) {
        assertThat(rule.evaluate(MODULE).getFailureReport().getDetails()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_onItsViolation_isBroken(String violation, ArchRule rule) {
        JavaClasses one = VIOLATIONS.that(nameMatching("dev\\.blackstart\\.junit\\.arch\\.violations\\." + violation));

        assertThat(one).hasSize(1);
        assertThat(rule.evaluate(one).getFailureReport().getDetails())
                .isNotEmpty()
                .allMatch(detail -> detail.contains(violation));
    }

    /** A class that is listed and not needed would let the dependency come back unseen. */
    @Test
    void listOfTheLibrary_holdsNothingThatNobodyNeeds() {
        Set<String> used = new TreeSet<>();
        for (JavaClass each : MODULE) {
            each.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .filter(ArchitectureTest::isOfTheLibrary)
                    .forEach(target -> used.add(outermost(target)));
        }

        assertThat(used).containsExactlyInAnyOrderElementsOf(OF_THE_LIBRARY);
    }
}
