package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import proxy.balance.RequestFacts;

/**
 * What is asked.
 *
 * @param body stays the owner's, who keeps it until an answer begins
 * @param tokens that Azure is expected to count at admission
 * @param prefix hash of the beginning of a long prompt, 0 for a short one
 */
record Call(
        Route.Forwarded route,
        HttpHeaders headers,
        ByteBuf body,
        String deployment,
        RequestBody facts,
        int tokens,
        long prefix,
        RequestFacts.Asker asker) {

    Call(
            Route.Forwarded route,
            HttpHeaders headers,
            ByteBuf body,
            String deployment,
            RequestBody facts,
            RequestFacts.Asker asker) {
        this(
                route,
                headers,
                body,
                deployment,
                facts,
                RequestFacts.estimate(body.readableBytes(), facts.maxTokens()),
                PromptPrefix.hash(body, facts.promptAt()),
                asker);
    }

    RequestFacts facts(RequestFacts.History history) {
        return new RequestFacts(deployment, tokens, facts.maxTokens(), facts.stream(), prefix, asker, history);
    }
}
