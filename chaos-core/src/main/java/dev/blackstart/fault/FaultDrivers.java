package dev.blackstart.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

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
}
