package dev.blackstart.proxy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A chaos proxy, a server socket for its upstream, and whatever sockets a test opens; closed together. */
final class Wire implements AutoCloseable {

    static final int TIMEOUT_MILLIS = 10_000;
    static final long SEED = 7;

    final ChaosProxy chaos;
    final Api api;
    final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();

    Wire() throws IOException {
        this(SEED);
    }

    Wire(long seed) throws IOException {
        chaos = ChaosProxy.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), seed);
        api = new Api(chaos.apiAddress());
        server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        server.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** Both ends of one proxied connection. */
    record Pair(Socket client, Socket server) {
        String source() {
            return "127.0.0.1:" + client.getLocalPort();
        }
    }

    /** Creates a proxy in front of the server socket; its port. */
    int proxy(String name) {
        return proxy(name, server.getLocalPort());
    }

    int proxy(String name, int upstreamPort) {
        Api.Answer answer = api.post(
                "/proxies",
                "{\"name\":\"" + name + "\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:" + upstreamPort
                        + "\"}");
        if (answer.status() != 201) {
            throw new AssertionError("proxy not created: " + answer);
        }
        String listen = object(answer.body()).get("listen").getAsString();
        return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    }

    /** Adds a toxic that must be accepted. */
    void toxic(String proxy, String body) {
        Api.Answer answer = api.post("/proxies/" + proxy + "/toxics", body);
        if (answer.status() != 200) {
            throw new AssertionError("toxic not added: " + answer);
        }
    }

    Pair connect(int port) throws IOException {
        Socket client = client(port);
        Socket accepted = server.accept();
        keep(accepted);
        return new Pair(client, accepted);
    }

    Socket client(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        return keep(client);
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        sockets.add(socket);
        return socket;
    }

    JsonObject connections(String proxy) {
        return object(api.get("/proxies/" + proxy + "/connections").body());
    }

    JsonArray delays(String proxy) {
        return JsonParser.parseString(api.get("/proxies/" + proxy + "/delays").body())
                .getAsJsonArray();
    }

    static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    @Override
    public void close() throws IOException {
        chaos.close();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
