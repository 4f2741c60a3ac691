package dev.blackstart.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What others can see of a public class names types of Java and of Blackstart only, and what others hand over by its own type. */
final class SignatureOfOwnTypes extends ArchCondition<JavaClass> {
    private static final String CONTAINER_OF_A_TEST = "org.testcontainers.containers.GenericContainer";

    SignatureOfOwnTypes() {
        super("show no library's types");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        if (!isVisible(item)) {
            return;
        }
        for (JavaMember member : item.getMembers()) {
            if (!member.getModifiers().contains(JavaModifier.PUBLIC)
                    && !member.getModifiers().contains(JavaModifier.PROTECTED)) {
                continue;
            }
            for (JavaClass type : named(member)) {
                boolean foreign = isForeign(type.getBaseComponentType());
                events.add(
                        new SimpleConditionEvent(item, !foreign, member.getDescription() + " shows " + type.getName()));
            }
        }
    }

    private static boolean isVisible(JavaClass item) {
        Optional<JavaClass> outer = item.getEnclosingClass();
        return item.getModifiers().contains(JavaModifier.PUBLIC) && (outer.isEmpty() || isVisible(outer.get()));
    }

    private static Set<JavaClass> named(JavaMember member) {
        if (member instanceof JavaField field) {
            return field.getAllInvolvedRawTypes();
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        Set<JavaClass> types = new HashSet<>(unit.getAllInvolvedRawTypes());
        types.addAll(unit.getExceptionTypes());
        return types;
    }

    private static boolean isForeign(JavaClass type) {
        return !type.isPrimitive()
                && !type.getName().startsWith("java.")
                && !type.getName().startsWith("dev.blackstart.")
                && !type.getName().equals(CONTAINER_OF_A_TEST);
    }
}
