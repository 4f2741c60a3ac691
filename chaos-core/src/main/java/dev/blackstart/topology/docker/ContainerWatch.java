package dev.blackstart.topology.docker;

import dev.blackstart.container.ContainerEngine;
import dev.blackstart.container.ContainerEvents;
import dev.blackstart.container.EngineFailed;
import dev.blackstart.link.LinkUnreachable;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows what an engine tells of its containers, so that links find one that was started, or started again, whoever did it. One thread,
 * which talks to no engine before a container has been started.
 */
final class ContainerWatch implements AutoCloseable {
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(500);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Supplier<List<TestContainer>> containers;
    private final Cancellation end = new Cancellation();

    // Guarded by this.
    private @Nullable Thread thread;
    private @Nullable ContainerEvents events;

    ContainerWatch(Supplier<List<TestContainer>> containers) {
        this.containers = containers;
    }

    /** Starts it, unless it runs or was closed. */
    synchronized void start() {
        if (thread == null && !end.isCancelled()) {
            thread = new Thread(this::run, "blackstart-containers");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try {
            ContainerEngine engine = firstStarted().engine();
            while (!end.isCancelled()) {
                follow(engine);
                end.sleep(BEFORE_NEXT_TRY);
            }
        } catch (Cancelled e) {
            // The topology has been closed.
        }
    }

    private TestContainer firstStarted() {
        while (true) {
            Optional<TestContainer> started =
                    containers.get().stream().filter(TestContainer::isMade).findFirst();
            if (started.isPresent()) {
                return started.get();
            }
            end.sleep(BETWEEN_LOOKS);
        }
    }

    private void follow(ContainerEngine engine) {
        try (ContainerEvents open = opened(engine)) {
            // What happened before anybody followed.
            each(TestContainer::look);
            Optional<ContainerEvents.Happened> event = open.next();
            while (event.isPresent()) {
                ContainerEvents.Happened happened = event.get();
                each(container -> container.happened(happened));
                event = open.next();
            }
        } catch (EngineFailed e) {
            // It may be starting; faults say so where they need it.
        }
    }

    private ContainerEvents opened(ContainerEngine engine) {
        ContainerEvents open = engine.events();
        synchronized (this) {
            events = open;
        }
        if (end.isCancelled()) {
            open.close();
        }
        return open;
    }

    private void each(Consumer<TestContainer> what) {
        for (TestContainer container : containers.get()) {
            try {
                what.accept(container);
            } catch (EngineFailed | LinkUnreachable e) {
                // The next look finds out; one container does not hold up the others.
            }
        }
    }

    @Override
    public void close() {
        end.cancel("the topology was closed");
        ContainerEvents open;
        synchronized (this) {
            open = events;
        }
        if (open != null) {
            open.close();
        }
    }
}
