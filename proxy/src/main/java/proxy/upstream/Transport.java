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
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Native epoll, and NIO where it does not load; io_uring only for who asks for it: a loop of Netty 4.2.18 on io_uring now and then never ends
 * when it is told to stop.
 */
public record Transport(String name, Class<? extends ServerChannel> server, Class<? extends Channel> client) {

    /** System property: {@code io_uring}, {@code epoll} or {@code nio}; the next one is taken where that cannot be had. */
    public static final String PROPERTY = "proxy.transport";

    private static final String URING = "io_uring";
    private static final String EPOLL = "epoll";
    private static final String NIO = "nio";

    static {
        // A poll that stays armed says nothing of a reset that comes right behind data: the connection would hang
        // (Netty 4.2.18).
        System.setProperty("io.netty.iouring.pollAddMultishotEnabled", "false");
    }

    /** @throws IllegalArgumentException when the system property is none of the three */
    public static Transport best() {
        return best(System.getProperty(PROPERTY, EPOLL));
    }

    static Transport best(String most) {
        if (!List.of(URING, EPOLL, NIO).contains(most)) {
            throw new IllegalArgumentException(PROPERTY + ": " + most + " (expected: io_uring, epoll or nio)");
        }
        if (most.equals(URING) && IoUring.isAvailable()) {
            return new Transport(URING, IoUringServerSocketChannel.class, IoUringSocketChannel.class);
        }
        return !most.equals(NIO) && Epoll.isAvailable()
                ? new Transport(EPOLL, EpollServerSocketChannel.class, EpollSocketChannel.class)
                : new Transport(NIO, NioServerSocketChannel.class, NioSocketChannel.class);
    }

    /** Event loops; their threads do not keep the process alive. */
    public EventLoopGroup eventLoops(int count) {
        var factory = switch (name) {
            case URING -> IoUringIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            default -> NioIoHandler.newFactory();
        };
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
