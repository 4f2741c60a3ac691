package dev.blackstart.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** Feeds what one socket sends into its {@link Link}. */
final class LinkReader extends ChannelInboundHandlerAdapter {

    private final Connection connection;
    private final Link outgoing;
    private final Link incoming;

    /**
     * @param outgoing the link that this socket is the source of
     * @param incoming the link that this socket is the destination of
     */
    LinkReader(Connection connection, Link outgoing, Link incoming) {
        this.connection = connection;
        this.outgoing = outgoing;
        this.incoming = incoming;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        outgoing.received((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        outgoing.flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            outgoing.ended();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        outgoing.ended();
        incoming.discard();
        connection.linkFinished();
    }

    /** A reset, mostly: there is nothing to report, the other side learns it as an end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
