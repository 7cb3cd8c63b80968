package proxy.http;

import proxy.affinity.ResponseIds;
import proxy.api.NotServed;
import proxy.api.Operation;
import proxy.observe.Reason;

/** Who keeps what a request builds on: responses are stored in the account that made them, and nowhere else. */
sealed interface Keeper {

    Keeper ANYONE = new Anyone();

    /** Whichever account has quota will do. */
    record Anyone() implements Keeper {}

    /** Only this account. @param id of the response as the account has it */
    record One(String account, String id) implements Keeper {}

    /** The request cannot be answered. */
    record Nobody(Rejection rejection) implements Keeper {}

    /** Of what a call builds on. */
    static Keeper of(Services services, Call call) {
        var continuation = call.facts().continuation();
        if (call.route().operation() != Operation.RESPONSES) {
            return ANYONE;
        }
        if (continuation.conversation()) {
            return new Nobody(Rejection.of(Reason.NOT_SERVED, NotServed.CONVERSATIONS));
        }
        return continuation.previous().isEmpty()
                ? ANYONE
                : of(services, call.asker().name(), continuation.previous());
    }

    /** Of a stored response. @param id as the caller has it */
    static Keeper of(Services services, String application, String id) {
        if (services.responseIds().isEmpty()) {
            return new Nobody(
                    Rejection.of(
                            Reason.NOT_SERVED,
                            "The replicas of this gateway have no key in common, so none knows where a response is stored"
                                    + " (expected: the whole conversation in input, or an operator who sets PROXY_RESPONSE_KEY)"));
        }
        return switch (services.responseIds().get().find(application, id)) {
            case ResponseIds.Found.At at -> new One(at.account(), at.id());
            case ResponseIds.Found.Gone gone ->
                new Nobody(Rejection.of(
                        Reason.RESPONSE_GONE,
                        "The account that keeps the response is not part of the platform any more (expected: the whole"
                                + " conversation in input)"));
            case ResponseIds.Found.Foreign foreign ->
                new Nobody(Rejection.of(
                        Reason.RESPONSE_NOT_FOUND,
                        "The id is not of a response that this gateway made for this caller (expected: an id as it was"
                                + " given out)"));
        };
    }
}
