package dev.blackstart.arch;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which package of Blackstart may know which: for each package the packages that it may use, or single classes of them. What is not
 * listed is forbidden; a package that has no row may know nobody.
 */
final class KnownPackages {
    private static final String ROOT = "dev.blackstart";
    private static final String VIOLATIONS = ROOT + ".arch.violations";

    private final Map<String, Set<String>> rows = new TreeMap<>();

    /** @param known a package, {@code fault.network}, or one class of a package, {@code load.Counts}; both without the root */
    KnownPackages row(String from, String... known) {
        if (rows.put(from, new TreeSet<>(Arrays.asList(known))) != null) {
            throw new IllegalArgumentException("two rows for " + from);
        }
        return this;
    }

    Set<String> packages() {
        return rows.keySet();
    }

    /** The packages that stand in a circle, or know one that does. Empty when there is an order from leaf to root. */
    Set<String> circular() {
        Map<String, Set<String>> left = new HashMap<>();
        rows.forEach((from, known) -> left.put(
                from, known.stream().map(KnownPackages::packageOf).collect(Collectors.toCollection(TreeSet::new))));
        while (left.entrySet().removeIf(row -> row.getValue().stream().noneMatch(left::containsKey))) {
            // Each turn takes away those that know nobody who is left.
        }
        return new TreeSet<>(left.keySet());
    }

    /** The entries that nobody needs. */
    Set<String> unused(Iterable<JavaClass> classes) {
        Set<String> unused = new TreeSet<>();
        rows.forEach((from, known) -> known.forEach(entry -> unused.add(from + " -> " + entry)));
        for (JavaClass each : classes) {
            String from = place(each);
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                entry(from, dependency).ifPresent(entry -> unused.remove(from + " -> " + entry));
            }
        }
        return unused;
    }

    /** Knows only the packages and classes of its row. */
    ArchCondition<JavaClass> hold() {
        return new ArchCondition<>("know only what the table lists") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                String from = place(item);
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    boolean stranger =
                            crosses(from, dependency) && entry(from, dependency).isEmpty();
                    events.add(new SimpleConditionEvent(item, !stranger, dependency.getDescription()));
                }
            }
        };
    }

    /** The entry of the table that allows this dependency. */
    private Optional<String> entry(String from, Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        Set<String> row = rows.getOrDefault(from, Set.of());
        String outermost = target.getName().replaceFirst("\\$.*", "").replaceFirst("^" + ROOT + "\\.", "");
        if (row.contains(outermost)) {
            return Optional.of(outermost);
        }
        return row.contains(place(target)) ? Optional.of(place(target)) : Optional.empty();
    }

    private static boolean crosses(String from, Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        boolean ours = target.getPackageName().equals(ROOT) || target.getName().startsWith(ROOT + ".");
        return ours && !place(target).equals(from);
    }

    /** The package without the root; empty for the root itself. A violation is judged as if it stood in the real package. */
    private static String place(JavaClass each) {
        String name = each.getPackageName();
        String root = name.startsWith(VIOLATIONS) ? VIOLATIONS : ROOT;
        return name.equals(root) || !name.startsWith(root) ? "" : name.substring(root.length() + 1);
    }

    private static String packageOf(String entry) {
        int last = entry.lastIndexOf('.') + 1;
        boolean isClass = last > 0 && Character.isUpperCase(entry.charAt(last));
        return isClass ? entry.substring(0, last - 1) : entry;
    }
}
