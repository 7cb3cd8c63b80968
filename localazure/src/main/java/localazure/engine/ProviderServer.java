package localazure.engine;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The provider on a loopback port. {@link #close} lets running operations end within 20 s, then interrupts them. */
public final class ProviderServer implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 400 << 20;
    private static final int DRAIN_SECONDS = 20;

    private final Server server;
    private final ExecutorService operations;
    private final Connections connections;

    private ProviderServer(Server server, ExecutorService operations, Connections connections) {
        this.server = server;
        this.operations = operations;
        this.connections = connections;
    }

    /** @param port 0 for any free one */
    public static ProviderServer start(int port, String version, Backend backend) throws IOException {
        Connections connections = new Connections(backend::ended);
        ExecutorService operations = Executors.newCachedThreadPool();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .executor(operations)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .addTransportFilter(connections)
                .intercept(connections)
                .addService(new ProviderService(version, backend))
                .build();
        try {
            return new ProviderServer(server.start(), operations, connections);
        } catch (IOException e) {
            operations.shutdown();
            throw e;
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        connections.stop();
        server.shutdown();
        try {
            if (!server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                end();
            }
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
        }
        operations.shutdown();
    }

    /** A cancelled call goes on until its thread is interrupted. */
    private void end() {
        server.shutdownNow();
        operations.shutdownNow();
    }
}
