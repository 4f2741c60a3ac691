package dev.blackstart.cli.arch;

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
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds this module together; each rule is seen green on the module and red on a class that breaks it. */
class ArchitectureTest {

    /**
     * The front door, and of the packages behind it the classes that its requests, events and results are made of. The rest of the
     * library - faults, topologies, load, documents - is not the command's business.
     */
    private static final Set<String> OF_THE_LIBRARY = Set.of(
            "dev.blackstart.Blackstart",
            "dev.blackstart.KilledRuns",
            "dev.blackstart.RunObserver",
            "dev.blackstart.RunRequest",
            "dev.blackstart.RunResult",
            "dev.blackstart.Version",
            // What is asked for: an experiment, planned, with options.
            "dev.blackstart.plan.Plan",
            "dev.blackstart.plan.PlanText",
            "dev.blackstart.plan.Planner",
            "dev.blackstart.plan.Settings",
            "dev.blackstart.experiment.Experiment",
            "dev.blackstart.experiment.ExperimentInvalid",
            "dev.blackstart.experiment.Overrides",
            "dev.blackstart.engine.Dry",
            "dev.blackstart.engine.HypothesisStrategy",
            "dev.blackstart.engine.RollbackStrategy",
            "dev.blackstart.engine.Strategies",
            "dev.blackstart.provider.FunctionRegistry",
            "dev.blackstart.provider.Surroundings",
            // What is told: events as they come, and what they amount to.
            "dev.blackstart.experiment.Activity",
            "dev.blackstart.experiment.Hypothesis",
            "dev.blackstart.journal.Entry",
            "dev.blackstart.journal.Event",
            "dev.blackstart.journal.Section",
            "dev.blackstart.report.Console",
            "dev.blackstart.report.Outcome",
            "dev.blackstart.report.Summary",
            "dev.blackstart.report.ToleranceMet",
            // What KilledRuns answers, and whether such a run is alive.
            "dev.blackstart.heal.Halt",
            "dev.blackstart.heal.Heal",
            "dev.blackstart.ledger.Ledgers");

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.blackstart.cli");
    private static final JavaClasses VIOLATIONS =
            new ClassFileImporter().importPackages("dev.blackstart.cli.arch.violations");

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        "KnowsAFault",
                        noClasses()
                                .should()
                                .dependOnClassesThat(DescribedPredicate.describe(
                                        "are the library's and not listed here",
                                        target ->
                                                isOfTheLibrary(target) && !OF_THE_LIBRARY.contains(outermost(target))))
                                .as("the command knows the front door and what passes through it")),
                Arguments.of(
                        "KnowsAnotherLibrary",
                        noClasses()
                                .should()
                                .dependOnClassesThat(not(resideInAnyPackage(
                                        "java..", "org.jspecify..", "org.slf4j..", "picocli..", "dev.blackstart..")))
                                .as("no library but picocli and SLF4J")),
                Arguments.of(
                        "KnowsPicocliElsewhere",
                        noClasses()
                                .that(not(nameMatching(
                                        "dev\\.blackstart\\.cli\\.(Main|VersionText|\\w+Command|\\w+Options)(\\$.*)?")))
                                .should()
                                .dependOnClassesThat(resideInAPackage("picocli.."))
                                .as("only commands and their options know picocli")),
                Arguments.of(
                        "LogsWithTheJdk",
                        noClasses()
                                .should()
                                .dependOnClassesThat(resideInAPackage("java.util.logging.."))
                                .as("logging is SLF4J")),
                Arguments.of(
                        "ReadsTheClock",
                        noClasses()
                                .that()
                                .doNotHaveFullyQualifiedName("dev.blackstart.cli.Log")
                                .should()
                                .accessTargetWhere(reaches(System.class, "nanoTime|currentTimeMillis"))
                                .orShould()
                                .accessTargetWhere(reaches(Instant.class, "now"))
                                .orShould()
                                .accessTargetWhere(reaches(LocalDateTime.class, "now"))
                                .orShould()
                                .accessTargetWhere(reaches(ZonedDateTime.class, "now"))
                                .as("only Log reads the clock, to stamp its lines")),
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
                                .that(not(nameMatching("dev\\.blackstart\\.cli\\.(Log|RunCommand)")))
                                .should()
                                .accessTargetWhere(reaches(System.class, "out|err"))
                                .as(
                                        "commands print where picocli says; only the log and a run's console go straight out")),
                Arguments.of(
                        "EndsTheJvm",
                        noClasses()
                                .that()
                                .doNotHaveFullyQualifiedName("dev.blackstart.cli.Main")
                                .should()
                                .accessTargetWhere(reaches(System.class, "exit"))
                                .orShould()
                                .accessTargetWhere(reaches(Runtime.class, "exit|halt"))
                                .as("only Main ends the JVM")),
                Arguments.of(
                        "IsPublic",
                        classes()
                                .that()
                                .areTopLevelClasses()
                                .and(not(nameMatching("dev\\.blackstart\\.cli\\.(Main|LogProvider)")))
                                .should()
                                .notBePublic()
                                .as("public are the entry point and what SLF4J looks for")));
    }

    private static boolean isOfTheLibrary(JavaClass target) {
        return target.getName().startsWith("dev.blackstart.")
                && !target.getName().startsWith("dev.blackstart.cli.");
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
        JavaClasses one = VIOLATIONS.that(nameMatching("dev\\.blackstart\\.cli\\.arch\\.violations\\." + violation));

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
