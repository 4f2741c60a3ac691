package dev.blackstart.topology.process;

import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts the services of a topology after those that they depend on, side by side where that allows it. For one use. */
final class StartOrder {
    private static final int MAX_AT_ONCE = 16;
    private static final Duration ALL_WITHIN = Duration.ofMinutes(10);
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(2);

    private final Topology topology;
    private final Map<String, List<Runnable>> starts;
    private final Map<String, CompletableFuture<Void>> ready = new HashMap<>();
    private final ExecutorService threads;

    /** @param starts for each service one action per replica, which returns when that replica is ready */
    StartOrder(Topology topology, Map<String, List<Runnable>> starts) {
        this.topology = topology;
        this.starts = starts;
        int replicas = starts.values().stream().mapToInt(List::size).sum();
        this.threads = Executors.newFixedThreadPool(Math.max(1, Math.min(MAX_AT_ONCE, replicas)), task -> {
            Thread thread = new Thread(task, "blackstart-topology-start");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Blocks until all are ready, or one has failed: then the others are interrupted, and its failure is thrown. */
    void run(Cancellation cancellation) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        List<CompletableFuture<Void>> services = new ArrayList<>();
        try {
            for (Service service : topology.services().values()) {
                services.add(ready(service));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(services.toArray(new CompletableFuture<?>[0]));
            // The first failure counts at once; those that still start would only hold it up.
            services.forEach(each -> each.whenComplete((nothing, failure) -> {
                if (failure != null) {
                    done.completeExceptionally(failure);
                }
            }));
            all.thenRun(() -> done.complete(null));
            cancellation.await(done, ALL_WITHIN);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            throw new TopologyFailed(
                    "topology " + topology.name() + " did not start within " + ALL_WITHIN.toMinutes() + " min");
        } finally {
            end();
        }
    }

    private CompletableFuture<Void> ready(Service service) {
        CompletableFuture<Void> known = ready.get(service.name());
        if (known != null) {
            return known;
        }
        CompletableFuture<?>[] before = service.dependsOn().stream()
                .map(each -> ready(topology.service(each).orElseThrow()))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> may = CompletableFuture.allOf(before);
        CompletableFuture<?>[] replicas = starts.getOrDefault(service.name(), List.of()).stream()
                .map(start -> may.thenRunAsync(start, threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> all = CompletableFuture.allOf(replicas);
        ready.put(service.name(), all);
        return all;
    }

    private void end() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(GIVEN_UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TopologyFailed("topology " + topology.name() + ": a start could not be interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        Throwable cause = e.getCause();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException runtime ? runtime : new TopologyFailed(String.valueOf(cause));
    }
}
