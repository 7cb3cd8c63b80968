package proxy.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Idle connections of one event loop, last used first, so that surplus ones grow old and go. The key is the whole target: a
 * connection is never used for another host or without the verification it was made with.
 */
final class ConnectionPool {

    private static final int MAX_IDLE_PER_TARGET = 64;
    /** Shorter than the idle limits seen on the way to Azure (4 min), so that the other side rarely closes first. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(30);

    private final EventLoop loop;
    private final Connector connector;
    private final Map<Target, Deque<UpstreamConnection>> idle = new HashMap<>();

    ConnectionPool(EventLoop loop, Connector connector) {
        this.loop = loop;
        this.connector = connector;
    }

    Optional<UpstreamConnection> takeIdle(Target target) {
        var connections = idle.get(target);
        while (connections != null && !connections.isEmpty()) {
            var connection = connections.pop();
            if (connection.channel().isActive()) {
                return Optional.of(connection);
            }
        }
        return Optional.empty();
    }

    Promise<UpstreamConnection> connect(Target target) {
        return connector.connect(loop, target);
    }

    void giveBack(UpstreamConnection connection) {
        var connections = idle.computeIfAbsent(connection.target(), target -> new ArrayDeque<>());
        connections.removeIf(it -> !it.channel().isActive());
        if (connections.size() >= MAX_IDLE_PER_TARGET) {
            connection.channel().close();
            return;
        }
        connections.push(connection);
        connection.idle(MAX_IDLE, () -> retire(connection));
        connection.channel().config().setAutoRead(true);
    }

    private void retire(UpstreamConnection connection) {
        if (idle.get(connection.target()).remove(connection)) {
            connection.channel().close();
        }
    }
}
