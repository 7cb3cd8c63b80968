package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import proxy.api.PromptPrefix;
import proxy.api.RequestBody;
import proxy.api.Route;
import proxy.balance.RequestFacts;

/**
 * What is asked.
 *
 * @param body stays the owner's, who keeps it until an answer begins
 * @param tokens that Azure is expected to count at admission
 * @param promptTokens the part of the prompt in that
 * @param prefix hash of the beginning of a long prompt, 0 for a short one
 * @param account the only one that can answer, empty when any can
 * @param asksUsage whether a stream tells its usage although the caller did not ask: the body is changed so
 */
record Call(
        Route.Forwarded route,
        HttpHeaders headers,
        ByteBuf body,
        String deployment,
        RequestBody facts,
        int tokens,
        int promptTokens,
        long prefix,
        boolean asksUsage,
        String account,
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
                RequestFacts.estimate(promptTokens(route, facts), facts.maxTokens(), facts.answers()),
                promptTokens(route, facts),
                PromptPrefix.hash(body, facts.promptAt()),
                facts.stream() && route.takesStreamOptions() && !facts.options().asked() && !facts.ownData(),
                "",
                asker);
    }

    /** What Azure counts of the body at admission: nothing of what asks for an image or for speech. */
    private static int promptTokens(Route.Forwarded route, RequestBody facts) {
        return route.operation().countsTokens() ? facts.prompt().tokens() : 0;
    }

    /** The same, with the changed body. */
    Call with(ByteBuf changed) {
        return new Call(
                route, headers, changed, deployment, facts, tokens, promptTokens, prefix, asksUsage, account, asker);
    }

    /** The same, for one account only. */
    Call pinnedTo(String only, ByteBuf changed) {
        return new Call(
                route, headers, changed, deployment, facts, tokens, promptTokens, prefix, asksUsage, only, asker);
    }

    RequestFacts facts(RequestFacts.History history) {
        return new RequestFacts(deployment, tokens, facts.maxTokens(), facts.stream(), prefix, account, asker, history);
    }
}
