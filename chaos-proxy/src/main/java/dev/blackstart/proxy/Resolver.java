package dev.blackstart.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks host names up, away from the event loops, anew for every dial.
 *
 * <p>The JVM itself keeps an answer for {@code networkaddress.cache.ttl} seconds (30 by default) and a failure for 10; a
 * runner whose containers change their address faster sets that security property to 0. IP literals are never looked up.
 */
final class Resolver implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 1_024;
    private static final long IDLE_SECONDS = 5;
    private static final long WAIT_SECONDS = 10;

    private final DaemonThreads made = new DaemonThreads("chaos-proxy-resolver");
    private final ThreadPoolExecutor threads;

    Resolver() {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), made);
        threads.allowCoreThreadTimeOut(true);
    }

    /** All addresses of a host, IPv4 first; fails with {@link UnknownHostException}, or if too many look-ups wait. */
    CompletableFuture<List<InetAddress>> resolve(HostPort target) {
        InetAddress literal = target.literal();
        if (literal != null) {
            return CompletableFuture.completedFuture(List.of(literal));
        }
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    List<InetAddress> all = new ArrayList<>(List.of(InetAddress.getAllByName(target.host())));
                    all.sort(Comparator.comparing(address -> !(address instanceof Inet4Address)));
                    answer.complete(List.copyOf(all));
                } catch (UnknownHostException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** As {@link #resolve}, blocking for at most ten seconds; empty if there is no answer. */
    List<InetAddress> await(HostPort target) {
        try {
            return resolve(target).get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException e) {
            return List.of();
        }
    }

    /** Ends the threads; one that hangs in a name server's answer is left to end as a daemon. */
    @Override
    public void close() {
        made.end(threads);
    }
}
