package dev.blackstart.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The fault drivers that are installed. */
public final class FaultDrivers {
    private FaultDrivers() {}

    /** Every driver that ServiceLoader finds, by the name of its function. Looks anew each time. */
    public static List<FaultDriver<?>> installed() {
        List<FaultDriver<?>> found = new ArrayList<>();
        ServiceLoader.load(FaultDriver.class).forEach(found::add);
        found.sort(Comparator.comparing(driver -> driver.type().func()));
        return List.copyOf(found);
    }

    /** Every composite fault that ServiceLoader finds, likewise. */
    static List<CompositeFault<?>> composites() {
        List<CompositeFault<?>> found = new ArrayList<>();
        ServiceLoader.load(CompositeFault.class).forEach(found::add);
        found.sort(Comparator.comparing(CompositeFault::func));
        return List.copyOf(found);
    }

    /** Each of them as an action. */
    static List<FaultAction<?>> actions() {
        List<FaultAction<?>> actions = new ArrayList<>();
        installed().forEach(driver -> actions.add(new FaultFunction(driver)));
        composites().forEach(composite -> actions.add(new CompositeFunction(composite)));
        return List.copyOf(actions);
    }

    /**
     * The one that takes such a configuration.
     *
     * @throws IllegalArgumentException if none does, or several do, and nobody could tell which is meant
     */
    static FaultAction<?> actionOf(Record config) {
        return actionOf(config, actions());
    }

    static FaultAction<?> actionOf(Record config, List<FaultAction<?>> actions) {
        String name = config.getClass().getName();
        List<FaultAction<?>> taking = actions.stream()
                .filter(action -> action.config().equals(config.getClass()))
                .toList();
        if (taking.isEmpty()) {
            throw new IllegalArgumentException("no fault takes a " + name
                    + ": its driver has to be on the class path, and in META-INF/services/"
                    + FaultDriver.class.getName()
                    + " or " + CompositeFault.class.getName() + "; installed: " + names(actions));
        }
        if (taking.size() > 1) {
            throw new IllegalArgumentException("several faults take a " + name + ", " + names(taking)
                    + ", so that it does not say which is meant; give each a record of its own");
        }
        return taking.get(0);
    }

    private static String names(List<FaultAction<?>> actions) {
        return actions.stream().map(action -> action.type().func()).collect(Collectors.joining(", "));
    }
}
