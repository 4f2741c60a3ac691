package dev.blackstart.proxy;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The time during which a proxy is enabled: its listening socket and the connections that came through it. */
final class Listener {

    private final Set<Connection> live = ConcurrentHashMap.newKeySet();
    private final Acceptor acceptor;
    private volatile boolean closed;

    /** Listens; see {@link Acceptor#open}. */
    Listener(Proxy proxy, InetSocketAddress address) throws IOException {
        acceptor = Acceptor.open(proxy.resources().loops(), address, client -> greet(proxy, client));
    }

    private void greet(Proxy proxy, SocketChannel client) {
        client.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (client.remoteAddress() == null) {
            client.close(); // gone before it was greeted
            return;
        }
        new Connection(proxy, this, client).start();
    }

    InetSocketAddress address() {
        return acceptor.address();
    }

    /** The open connections; changes while it is walked. */
    Set<Connection> live() {
        return live;
    }

    /** Adds a connection, unless this listener is closed already. */
    boolean adopt(Connection connection) {
        live.add(connection);
        if (closed) {
            live.remove(connection);
            return false;
        }
        return true;
    }

    void forget(Connection connection) {
        live.remove(connection);
    }

    /** Stops listening and lets no more connections in; those that are live stay until they are cut. */
    void close() {
        closed = true;
        acceptor.close();
    }
}
