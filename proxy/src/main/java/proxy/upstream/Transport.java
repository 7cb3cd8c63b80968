package proxy.upstream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;

/** Native epoll, and NIO where it does not load. */
public record Transport(String name, Class<? extends ServerChannel> server, Class<? extends Channel> client) {

    private static final String EPOLL = "epoll";
    private static final String NIO = "nio";

    public static Transport best() {
        return Epoll.isAvailable()
                ? new Transport(EPOLL, EpollServerSocketChannel.class, EpollSocketChannel.class)
                : new Transport(NIO, NioServerSocketChannel.class, NioSocketChannel.class);
    }

    /** Event loops; their threads do not keep the process alive. */
    public EventLoopGroup eventLoops(int count) {
        var factory = name.equals(EPOLL) ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("loop", true), factory);
    }

    /** Binds a listener; throws {@link IllegalStateException} with the address when it cannot. */
    public Channel listen(ServerBootstrap bootstrap, String host, int port) {
        var bound = bootstrap.bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "listen: " + host + ":" + port + " (expected: a free port of this machine): "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }
}
