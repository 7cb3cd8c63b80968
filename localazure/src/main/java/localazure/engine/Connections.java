package localazure.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** What belongs to one connection: the engine opens one for each provider instance and configures it once. */
final class Connections extends ServerTransportFilter implements ServerInterceptor {
    private static final Attributes.Key<Connection> ATTRIBUTE = Attributes.Key.create("connection");
    private static final Context.Key<Connection> CONTEXT = Context.key("connection");

    private final Consumer<Set<String>> ended;
    private volatile boolean stopped;

    /** @param ended told of the ids created on a connection when its engine has closed it */
    Connections(Consumer<Set<String>> ended) {
        this.ended = ended;
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
        return attributes.toBuilder().set(ATTRIBUTE, new Connection()).build();
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        Connection connection = attributes == null ? null : attributes.get(ATTRIBUTE);
        if (connection != null && !stopped) {
            ended.accept(connection.created());
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context =
                Context.current().withValue(CONTEXT, call.getAttributes().get(ATTRIBUTE));
        return Contexts.interceptCall(context, call, headers, next);
    }

    /** From here on it is this process that ends connections, which tells nothing about what engines heard. */
    void stop() {
        stopped = true;
    }

    static ObjectNode configuration() {
        return CONTEXT.get().configuration;
    }

    static void configure(ObjectNode configuration) {
        CONTEXT.get().configuration = configuration;
    }

    static void created(String id) {
        CONTEXT.get().add(id);
    }

    private static final class Connection {
        private final Set<String> created = new LinkedHashSet<>();
        private volatile ObjectNode configuration = JsonNodeFactory.instance.objectNode();

        synchronized void add(String id) {
            created.add(id);
        }

        synchronized Set<String> created() {
            return Set.copyOf(created);
        }
    }
}
