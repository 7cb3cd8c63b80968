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
import java.util.concurrent.atomic.AtomicReference;

/** Configuration per connection: the engine opens one for each provider instance and configures it once. */
final class Connections extends ServerTransportFilter implements ServerInterceptor {
    private static final Attributes.Key<AtomicReference<ObjectNode>> ATTRIBUTE = Attributes.Key.create("configuration");
    private static final Context.Key<AtomicReference<ObjectNode>> CONTEXT = Context.key("configuration");

    @Override
    public Attributes transportReady(Attributes attributes) {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        return attributes.toBuilder()
                .set(ATTRIBUTE, new AtomicReference<>(none))
                .build();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context =
                Context.current().withValue(CONTEXT, call.getAttributes().get(ATTRIBUTE));
        return Contexts.interceptCall(context, call, headers, next);
    }

    static ObjectNode configuration() {
        return CONTEXT.get().get();
    }

    static void configure(ObjectNode configuration) {
        CONTEXT.get().set(configuration);
    }
}
