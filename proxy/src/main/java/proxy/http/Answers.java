package proxy.http;

import io.netty.handler.codec.http.HttpResponse;
import proxy.identity.Credential;

/** What an account's status code means to the proxy. */
enum Answers {
    /** The caller's to read, a success or an error of its own making. */
    GOOD,
    /** Quota used up: another pool may have some. */
    THROTTLED,
    /** A definite failure of the account: another one may do better. */
    FAILED,
    /** The account gave up waiting for itself: it may have done, and billed, the work, so nothing is repeated. */
    TIMED_OUT,
    /** The account does not accept what the proxy shows: nothing of a caller's credentials reaches it. */
    UNAUTHORIZED,
    /** Not an answer to what was asked; redirects are never followed. */
    USELESS;

    /**
     * What an answer means to a request that was sent with this credential. One that is refused is renewed: it is the proxy's and not the
     * caller's, who must not take that for its own.
     */
    static Answers of(HttpResponse head, Credential credential) {
        var known = classify(head.status().code());
        if (known == UNAUTHORIZED) {
            credential.refused();
        }
        return known;
    }

    private static Answers classify(int status) {
        return switch (status) {
            case 429 -> THROTTLED;
            case 408, 504 -> TIMED_OUT;
            case 401 -> UNAUTHORIZED;
            default -> status >= 500 ? FAILED : status < 200 || (status >= 300 && status < 400) ? USELESS : GOOD;
        };
    }
}
