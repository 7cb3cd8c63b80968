package proxy.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.Set;
import java.util.stream.Collectors;
import proxy.api.Route;
import proxy.callers.Caller;

/** What the proxy answers itself: probes, and which models a caller may ask for. */
record OwnAnswers(Services services, Reply reply) {

    /** Whether the replica lives, or should get requests. */
    void probe(Route route) {
        var well = route instanceof Route.Live || services.ready();
        reply.whole(well ? 200 : 503, "", new byte[0], new DefaultHttpHeaders());
    }

    /** All of them. */
    void models(Caller caller) {
        tell(ModelList.json(allowed(caller)));
    }

    /** One of them. */
    void model(String name, Caller caller) {
        if (allowed(caller).contains(name)) {
            tell(ModelList.json(name));
        } else {
            Rejection.unknownModel().give(reply);
        }
    }

    private Set<String> allowed(Caller caller) {
        return services.models().stream().filter(caller.profile()::allows).collect(Collectors.toSet());
    }

    private void tell(byte[] json) {
        reply.whole(200, "application/json", json, new DefaultHttpHeaders());
    }
}
