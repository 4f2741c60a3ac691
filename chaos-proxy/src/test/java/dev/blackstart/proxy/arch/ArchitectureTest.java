package dev.blackstart.proxy.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds this module together; each rule is seen green on the module and red on a class that breaks it. */
class ArchitectureTest {

    private static final String HERE = "dev.blackstart.proxy..";
    private static final String CLOCK = "dev.blackstart.proxy.ProxyClock";
    private static final String THREADS = "dev.blackstart.proxy.DaemonThreads";
    private static final String FRONT_DOOR = "dev.blackstart.proxy.ChaosProxy";

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.blackstart.proxy");
    private static final JavaClasses VIOLATIONS =
            new ClassFileImporter().importPackages("dev.blackstart.proxy.arch.violations");

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        "KnowsAnotherPackage",
                        noClasses()
                                .should()
                                .dependOnClassesThat(
                                        resideInAPackage("dev.blackstart..").and(not(resideInAPackage(HERE))))
                                .as("the proxy knows no other package of Blackstart")),
                Arguments.of(
                        "ReadsTheClock",
                        noClasses()
                                .that()
                                .doNotHaveFullyQualifiedName(CLOCK)
                                .should()
                                .callMethodWhere(reads(System.class, "nanoTime"))
                                .orShould()
                                .callMethodWhere(reads(System.class, "currentTimeMillis"))
                                .orShould()
                                .callMethodWhere(reads(Instant.class, "now"))
                                .orShould()
                                .callMethodWhere(reads(LocalDateTime.class, "now"))
                                .orShould()
                                .callMethodWhere(reads(ZonedDateTime.class, "now"))
                                .orShould()
                                .callMethodWhere(reads(Clock.class, "systemUTC"))
                                .orShould()
                                .callConstructor(Date.class)
                                .as("only ProxyClock reads clocks")),
                Arguments.of(
                        "Sleeps",
                        noClasses()
                                .should()
                                .callMethod(Thread.class, "sleep", long.class)
                                .orShould()
                                .callMethod(Thread.class, "sleep", long.class, int.class)
                                .orShould()
                                .callMethod(TimeUnit.class, "sleep", long.class)
                                .as("nobody sleeps")),
                Arguments.of(
                        "IsPublic",
                        classes()
                                .that()
                                .doNotHaveFullyQualifiedName(FRONT_DOOR)
                                .and()
                                .areTopLevelClasses()
                                .should()
                                .notBePublic()
                                .as("only the front door is public")),
                Arguments.of(
                        "MakesAThread",
                        noClasses()
                                .that()
                                .doNotHaveFullyQualifiedName(THREADS)
                                .should()
                                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                                .as("every thread is made, named and joined by DaemonThreads")));
    }

    /** A call by that name, whatever its parameters. */
    private static DescribedPredicate<JavaCall<?>> reads(Class<?> owner, String method) {
        return target(owner(type(owner))).and(target(name(method)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_onTheModule_holds(String violation, ArchRule rule) {
        assertThat(rule.evaluate(MODULE).getFailureReport().getDetails()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_onItsViolation_isBroken(String violation, ArchRule rule) {
        String details =
                String.join("\n", rule.evaluate(VIOLATIONS).getFailureReport().getDetails());
        assertThat(details).contains(violation);
        assertThat(MODULE.stream().map(JavaClass::getName)).contains(CLOCK, THREADS, FRONT_DOOR);
    }
}
