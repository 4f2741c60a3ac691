package dev.blackstart.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API over HTTP. Requests are read on the event loops and answered, one after the other, on a thread of their own. */
final class ApiServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final int MAX_WAITING = 1_024;
    private static final int IDLE_SECONDS = 60;

    private final DaemonThreads threads = new DaemonThreads("chaos-proxy-api");
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), threads);
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
    private final ApiRoutes routes;
    private final RequestIds ids;
    private final Acceptor acceptor;

    ApiServer(Resources resources, InetSocketAddress address, ApiRoutes routes) throws IOException {
        this.routes = routes;
        this.ids = new RequestIds(
                new SplittableRandom(resources.seed() ^ resources.clock().nanos()).nextLong());
        this.acceptor = Acceptor.open(resources.loops(), address, this::greet);
    }

    InetSocketAddress address() {
        return acceptor.address();
    }

    private void greet(SocketChannel client) {
        clients.add(client);
        client.closeFuture().addListener(closed -> clients.remove(client));
        client.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new ReadTimeoutHandler(IDLE_SECONDS),
                        new HttpObjectAggregator(MAX_BODY_BYTES, true),
                        new Requests());
        client.config().setAutoRead(true);
    }

    /** Answers no more requests and closes the API's connections; waits at most two seconds. */
    @Override
    public void close() {
        acceptor.close();
        threads.end(thread);
        clients.forEach(SocketChannel::close);
    }

    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
            boolean keepAlive = HttpUtil.isKeepAlive(message);
            if (message.decoderResult().isFailure()) {
                send(context, ApiResponse.text(400, "400 Bad Request"), false);
                return;
            }
            String agent = message.headers().get(HttpHeaderNames.USER_AGENT, "");
            String body = message.content().toString(StandardCharsets.UTF_8);
            ApiRoutes.Request request = new ApiRoutes.Request(message.method().name(), message.uri(), agent, body);
            try {
                thread.execute(() -> send(context, answer(request), keepAlive));
            } catch (RejectedExecutionException e) {
                send(context, ApiResponse.text(503, "the proxy's API is overloaded or closing\n"), false);
            }
        }

        private ApiResponse answer(ApiRoutes.Request request) {
            try {
                return routes.answer(request);
            } catch (IllegalArgumentException e) {
                return ApiResponse.text(400, "400 Bad Request"); // a path with a broken % escape
            } catch (RuntimeException e) {
                LOG.error("The proxy's API failed on a request: method={} uri={}", request.method(), request.uri(), e);
                return ApiResponse.error(ApiError.failed("internal error: " + e));
            }
        }

        private void send(ChannelHandlerContext context, ApiResponse response, boolean keepAlive) {
            FullHttpResponse message = message(response);
            HttpUtil.setKeepAlive(message, keepAlive);
            var sent = context.writeAndFlush(message);
            if (!keepAlive) {
                sent.addListener(ChannelFutureListener.CLOSE);
            }
        }

        private FullHttpResponse message(ApiResponse response) {
            ByteBuf body = Unpooled.copiedBuffer(response.body(), StandardCharsets.UTF_8);
            FullHttpResponse message = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), body);
            if (response.contentType() != null) {
                message.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
            }
            if (response.noSniff()) {
                message.headers().set("X-Content-Type-Options", "nosniff");
            }
            if (response.routed()) {
                message.headers().set("X-Toxiproxy-Request-Id", ids.next());
            }
            if (response.status() != HttpResponseStatus.NO_CONTENT.code()) {
                message.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            }
            return message;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
