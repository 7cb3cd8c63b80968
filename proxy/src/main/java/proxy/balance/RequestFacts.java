package proxy.balance;

import java.util.Set;

/**
 * What the balancer may know about a request.
 *
 * @param deployment the name that the caller asked for
 * @param bodyBytes size of the request body
 * @param maxTokens upper bound of the answer that the caller set, 0 when it set none
 * @param tried backends that already failed this request
 * @param attemptsLeft how many more backends may be tried
 */
public record RequestFacts(String deployment, int bodyBytes, int maxTokens, Set<Backend> tried, int attemptsLeft) {

    public RequestFacts {
        tried = Set.copyOf(tried);
    }
}
