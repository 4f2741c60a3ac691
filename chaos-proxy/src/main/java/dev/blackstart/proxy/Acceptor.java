package dev.blackstart.proxy;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A listening socket that spreads what it accepts over the event loops. */
final class Acceptor {

    private static final int BACKLOG = 1_024;
    private static final long WAIT_SECONDS = 1;
    private static final long PAUSE_SECONDS = 1;

    private final NioServerSocketChannel server;

    private Acceptor(NioServerSocketChannel server) {
        this.server = server;
    }

    /**
     * Binds and listens. Blocks, two seconds at most; not to be called on an event loop.
     *
     * @param greeting called on the loop of each accepted socket, which reads nothing until asked to
     * @throws IOException with Go's words if the address cannot be bound
     */
    static Acceptor open(EventLoops loops, InetSocketAddress address, Consumer<SocketChannel> greeting)
            throws IOException {
        NioServerSocketChannel server = new NioServerSocketChannel();
        server.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        server.config().setOption(ChannelOption.SO_REUSEADDR, true);
        server.pipeline().addLast(new Greeter(loops, greeting));
        ChannelFuture step = loops.next().register(server);
        if (step.awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS) && step.isSuccess()) {
            step = server.bind(address);
            step.awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS);
        }
        if (!step.isSuccess()) {
            server.close();
            throw new IOException("listen tcp " + HostPort.text(address) + ": " + goWords(step.cause()), step.cause());
        }
        return new Acceptor(server);
    }

    private static String goWords(@Nullable Throwable cause) {
        if (cause == null) {
            return "no answer within " + WAIT_SECONDS + " s";
        }
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        boolean bind = cause instanceof BindException || message.contains("permission denied");
        return bind ? "bind: " + message.replaceFirst(" \\(bind failed\\)", "") : message;
    }

    InetSocketAddress address() {
        return server.localAddress();
    }

    /** Stops listening; once it returns a new connection is refused. Blocks, a second at most. */
    void close() {
        CountDownLatch refused = new CountDownLatch(1);
        SingleThreadEventLoop loop = (SingleThreadEventLoop) server.eventLoop();
        // The JDK gives the port up only when the selector runs again, which is before the next iteration's tasks.
        server.close()
                .addListener(closed -> loop.executeAfterEventLoopIteration(() -> loop.execute(refused::countDown)));
        try {
            refused.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Registers each accepted socket; rests for a second when the system has no file descriptor left. */
    private static final class Greeter extends ChannelInboundHandlerAdapter {

        private final EventLoops loops;
        private final Consumer<SocketChannel> greeting;

        Greeter(EventLoops loops, Consumer<SocketChannel> greeting) {
            this.loops = loops;
            this.greeting = greeting;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            SocketChannel accepted = (SocketChannel) message;
            accepted.config().setAutoRead(false);
            accepted.config().setOption(ChannelOption.TCP_NODELAY, true);
            loops.next().register(accepted).addListener(registered -> {
                if (registered.isSuccess()) {
                    greeting.accept(accepted);
                } else {
                    accepted.unsafe().closeForcibly();
                }
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelConfig config = context.channel().config();
            config.setAutoRead(false);
            context.channel().eventLoop().schedule(() -> config.setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
