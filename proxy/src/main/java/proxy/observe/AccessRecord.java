package proxy.observe;

import java.util.Optional;

/**
 * One finished request. Holds no prompt, no answer, no token and no query string.
 *
 * @param route a word of the route table, never the raw path
 * @param probe whether it was a health probe
 * @param caller subject of the caller's token, empty when unknown
 * @param profile of the caller, empty when it has none
 * @param deployment the configured name that was asked for, empty when none was found
 * @param account that gave the answer, empty when none did
 * @param attempts requests sent upstream
 * @param stream whether the caller asked for an event stream; false when it was refused before its body was read
 * @param usage tokens, empty when no account had a request that it did not refuse
 * @param millis from the first byte of the request to the end of the answer
 * @param findings of screening, empty when nobody looked
 * @param firstByteMillis the same to the first byte of the answer, -1 when there was none
 */
public record AccessRecord(
        String requestId,
        String route,
        boolean probe,
        int status,
        Optional<Reason> reason,
        String caller,
        String profile,
        String deployment,
        String account,
        int attempts,
        boolean stream,
        long requestBytes,
        long responseBytes,
        Optional<TokenUsage> usage,
        long firstByteMillis,
        long millis,
        Optional<Findings> findings) {}
