package bench.load;

import bench.wire.Framing;
import bench.wire.Head;
import bench.wire.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/** Kept connections to one port, one request on each at a time, as many as are needed. Only on the loop. */
public final class Connections {

    private final Loop loop;
    private final IntSupplier port;
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> all = new HashSet<>();

    /** @param port asked for each new connection */
    public Connections(Loop loop, IntSupplier port) {
        this.loop = loop;
        this.port = port;
    }

    public int open() {
        return all.size();
    }

    /** @return ends the request by closing its connection */
    Runnable send(ByteBuf request, Exchange exchange) {
        var connection = idle.pollFirst();
        while (connection != null && connection.target != port.getAsInt()) {
            connection.close();
            connection = idle.pollFirst();
        }
        if (connection == null) {
            connection = new Connection();
            connection.exchange = exchange;
            connection.open(request);
        } else {
            connection.exchange = exchange;
            connection.channel.writeAndFlush(request);
        }
        return connection::close;
    }

    /** Ends every connection, and with it what is under way. */
    public void close() {
        List.copyOf(all).forEach(Connection::close);
    }

    private final class Connection extends Framing {

        private final int target = port.getAsInt();
        private Channel channel;
        private Exchange exchange;
        /** Waits for the connection. */
        private ByteBuf pending;

        private boolean last;

        void open(ByteBuf request) {
            all.add(this);
            pending = request;
            channel = loop.connect(target, this);
            channel.closeFuture().addListener(closed -> gone());
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(pending);
            pending = null;
        }

        private void gone() {
            all.remove(this);
            idle.remove(this);
            if (pending != null) {
                pending.release();
                pending = null;
            }
            if (exchange != null) {
                var over = exchange;
                exchange = null;
                over.broken();
            }
        }

        void close() {
            channel.close();
        }

        @Override
        protected void onHead(ChannelHandlerContext ctx, Head head) {
            last = head.field("connection").equals("close");
            exchange.head(head);
        }

        @Override
        protected void onBody(ChannelHandlerContext ctx, ByteBuf piece) {
            exchange.piece(piece);
        }

        @Override
        protected void onEnd(ChannelHandlerContext ctx) {
            var over = exchange;
            exchange = null;
            if (last || target != port.getAsInt()) {
                ctx.close();
            } else {
                idle.addFirst(this);
            }
            over.end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
