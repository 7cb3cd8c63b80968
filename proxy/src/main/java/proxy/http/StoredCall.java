package proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;
import java.util.function.UnaryOperator;
import proxy.api.Route;
import proxy.io.EncodedField;
import proxy.observe.Reason;
import proxy.relay.Relay;
import proxy.upstream.Upstream;

/**
 * A request about a stored response, which only the account that keeps it can answer. It uses no quota of a model: what the account says,
 * a 429 included, is the caller's to hear, and nothing is tried twice, unless it was the gateway's credential that was refused.
 */
final class StoredCall extends Exchange implements Report {

    /** The second with a credential that the account has not seen. */
    private static final int MOST_SENDINGS = 2;

    private final Route.Stored route;
    private final HttpHeaders headers;
    private final Keeper.One place;
    private final String application;
    private int sendings;
    /** Null as long as nothing but the credential was refused. */
    private Rejection told;

    StoredCall(RequestContext request, Route.Stored route, HttpHeaders headers, Keeper.One place, String application) {
        super(request);
        this.route = route;
        this.headers = headers;
        this.place = place;
        this.application = application;
    }

    @Override
    void next() {
        if (reply.over()) {
            return;
        }
        if (told != null) {
            reject(told);
        } else if (sendings == MOST_SENDINGS) {
            reject(Rejection.unauthorized());
        } else if (!services.credential().ready()) {
            reject(Rejection.credentialsUnavailable());
        } else {
            sendings++;
            current(new Sending(request, this, Patience.ENDLESS, this)).start(place.account());
        }
    }

    @Override
    public Upstream.Request request(Optional<EncodedField> credential) {
        var fields = HeaderFields.toAccount(headers, progress.requestId, credential, 0);
        return new Upstream.Request(route.method(), route.upstreamPath(place.id()), fields, Unpooled.EMPTY_BUFFER);
    }

    @Override
    public Answers meaning(Answers usual) {
        return switch (usual) {
            case UNAUTHORIZED, USELESS -> usual;
            case GOOD, THROTTLED, FAILED, TIMED_OUT -> Answers.GOOD;
        };
    }

    @Override
    public Relay relay(HttpResponse head, String account) {
        return new Relays(request, head, account).ofStored(application);
    }

    @Override
    public void over() {}

    @Override
    public void throttled(UnaryOperator<String> field) {
        told = Rejection.throttled();
    }

    @Override
    public void failed(String failure, String cause) {
        services.accessLog().attemptFailed(progress.requestId, place.account(), failure, cause);
    }

    @Override
    public void tooMuch(String failure, String cause) {
        failed(failure, cause);
    }

    @Override
    public void leaves() {
        told = Rejection.of(Reason.NO_BACKEND, "The account that keeps the response is out of reach", 1_000);
    }

    @Override
    public void leaves(Rejection rejection) {
        told = rejection;
    }
}
