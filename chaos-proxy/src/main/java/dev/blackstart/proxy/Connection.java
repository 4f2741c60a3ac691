package dev.blackstart.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection and the one to the upstream that belongs to it, both on one event loop.
 *
 * <p>Except where noted, methods run on that loop only. Nothing is read from the client before the upstream answers.
 */
final class Connection {

    private static final int DIAL_TIMEOUT_MILLIS = 10_000;

    private final Proxy proxy;
    private final Listener listener;
    private final SocketChannel client;
    private final long number;
    private final String source;
    private final long opened;
    private @Nullable Channel upstream;
    private @Nullable Link up;
    private @Nullable Link down;
    private long closedAt;
    private @Nullable Ended ended;
    private boolean closed;

    Connection(Proxy proxy, Listener listener, SocketChannel client) {
        this.proxy = proxy;
        this.listener = listener;
        this.client = client;
        this.number = proxy.log().accept();
        this.source = NetUtil.toSocketAddressString(client.remoteAddress());
        this.opened = resources().clock().nanos();
    }

    Resources resources() {
        return proxy.resources();
    }

    /** The loop that owns this connection. Any thread. */
    EventLoop loop() {
        return client.eventLoop();
    }

    /** Dials the upstream; looks its name up first, elsewhere. */
    void start() {
        if (!listener.adopt(this)) {
            close();
            return;
        }
        HostPort target;
        try {
            target = HostPort.parse(proxy.upstream());
        } catch (HostPort.Malformed e) {
            refused();
            return;
        }
        HostPort host = target.host().isEmpty() ? new HostPort("localhost", target.port()) : target;
        resources()
                .resolver()
                .resolve(host)
                .whenCompleteAsync(
                        (addresses, failure) -> {
                            if (addresses == null) {
                                refused();
                            } else {
                                dial(addresses, 0, host.port());
                            }
                        },
                        loop());
    }

    private void dial(List<InetAddress> addresses, int index, int port) {
        if (closed) {
            return;
        }
        if (index == addresses.size()) {
            refused();
            return;
        }
        ChannelFuture dial = new Bootstrap()
                .group(loop())
                .channel(NioSocketChannel.class)
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, DIAL_TIMEOUT_MILLIS)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress(addresses.get(index), port));
        upstream = dial.channel();
        dial.addListener(done -> {
            if (done.isSuccess()) {
                connected((SocketChannel) dial.channel());
            } else {
                dial(addresses, index + 1, port);
            }
        });
    }

    private void refused() {
        if (!closed) {
            proxy.log().refuseUpstream();
            noteEnd(Ended.SERVER);
            close();
        }
    }

    private void connected(SocketChannel server) {
        if (closed) {
            server.close();
            return;
        }
        Link outward = new Link(this, Direction.UPSTREAM, client, server);
        Link homeward = new Link(this, Direction.DOWNSTREAM, server, client);
        up = outward;
        down = homeward;
        apply();
        client.pipeline().addLast(new LinkReader(this, outward, homeward));
        server.pipeline().addLast(new LinkReader(this, homeward, outward));
        client.config().setAutoRead(true);
        server.config().setAutoRead(true);
    }

    /** Brings both directions in line with the proxy's present toxics. */
    void apply() {
        if (up != null && down != null && !closed) {
            up.apply(proxy.toxics(Direction.UPSTREAM));
            down.apply(proxy.toxics(Direction.DOWNSTREAM));
        }
    }

    /** The draws of a toxic for this connection. */
    Draw draw(ToxicSpec toxic) {
        return new Draw(resources().seed(), proxy.name(), toxic.name(), toxic.direction(), number);
    }

    /** Starts the timing of a chunk that was just read. */
    ChunkTiming timing(Direction direction, long readAt, int bytes) {
        ChunkTiming timing = new ChunkTiming(source, direction, readAt, bytes);
        proxy.log().read(timing);
        return timing;
    }

    /** Closes both sockets once neither direction has anything left to deliver. */
    void linkFinished() {
        if (up != null && down != null && up.isFinished() && down.isFinished()) {
            close();
        }
    }

    /** Closes because the proxy was disabled, changed or deleted; held data is dropped. */
    void cut() {
        if (!closed) {
            proxy.log().cut();
            ended = Ended.PROXY;
            close();
        }
    }

    /** One side has ended its direction; the first to do so counts, unless the proxy itself breaks the connection later. */
    void noteEnd(Ended by) {
        if (ended == null) {
            ended = by;
        }
    }

    /** Closes because a toxic says so; held data is dropped. */
    void end(Ended by) {
        if (closed) {
            return;
        }
        ended = by;
        if (by == Ended.RESET) {
            resetOnClose(client);
            if (upstream != null) {
                resetOnClose(upstream);
            }
        }
        close();
    }

    private static void resetOnClose(Channel channel) {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            // It is closed already.
        }
    }

    /** Closes both sockets and frees what is held; may be called again. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        closedAt = resources().clock().nanos();
        client.close();
        if (upstream != null) {
            upstream.close();
        }
        if (up != null && down != null) {
            up.discard();
            down.discard();
        }
        listener.forget(this);
        proxy.log().close(view());
    }

    boolean isClosed() {
        return closed;
    }

    ConnectionView view() {
        ProxyClock clock = resources().clock();
        return new ConnectionView(
                number,
                source,
                clock.wall(opened),
                closed ? clock.wall(closedAt) : null,
                closed ? ended : null,
                up == null ? Traffic.NONE : up.traffic(),
                down == null ? Traffic.NONE : down.traffic());
    }
}
