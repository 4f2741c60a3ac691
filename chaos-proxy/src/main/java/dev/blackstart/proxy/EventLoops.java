package dev.blackstart.proxy;

import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The two event loops that carry all sockets of one {@link ChaosProxy}.
 *
 * <p>Not an event loop group of Netty's: its shutdown starts a global thread that outlives it by a second.
 */
final class EventLoops implements AutoCloseable {

    private static final long END_SECONDS = 2;

    private final DaemonThreads threads = new DaemonThreads("chaos-proxy-io");
    private final List<SingleThreadIoEventLoop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    EventLoops() {
        loops = List.of(loop(), loop());
    }

    private SingleThreadIoEventLoop loop() {
        return new SingleThreadIoEventLoop(null, threads, NioIoHandler.newFactory());
    }

    /** The loop for the next socket, in turn. */
    SingleThreadIoEventLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /** Closes what sockets are left and ends the threads; waits at most two seconds for each. */
    @Override
    public void close() {
        for (SingleThreadIoEventLoop loop : loops) {
            loop.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS);
        }
        threads.join();
    }
}
