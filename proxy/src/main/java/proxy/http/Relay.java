package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import proxy.observe.TokenUsage;

/** Passes one account's good answer on as it comes, and knows whether it came whole. Lives on one event loop. */
interface Relay {

    String EVENT_STREAM = "text/event-stream";

    /** What keeps a relay from going on. */
    enum Fault {
        NONE,
        /** The account says, where its answer should be, that it failed. */
        FAILED,
        /** The account says, where its answer should be, that it has no quota for it. */
        THROTTLED,
        /** An event is longer than the bound. */
        UNUSABLE,
        /** The replica has no memory left for what has to be kept. */
        OVERLOADED
    }

    /** The one that fits a good answer. */
    static Relay of(ChannelHandlerContext ctx, Services services, Call call, Reply reply, HttpResponse head) {
        var type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        var dialect = call.route().operation().dialect();
        if (head.status().code() != 200
                || dialect.isEmpty()
                || !type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length())) {
            return new BodyRelay(reply, head);
        }
        return new EventRelay(
                ctx,
                reply,
                HeaderFields.toClient(head.headers()),
                dialect.get(),
                call.promptTokens(),
                call.asksUsage(),
                services.streams(),
                services.memory());
    }

    /** Takes a part of the body, which stays the caller's. */
    Fault part(ByteBuf part);

    /** Whether the client has got anything: from then on the answer is never asked for again. */
    boolean begun();

    /** Nothing more comes. @return whether the answer is whole */
    boolean end();

    /** The account is gone. @return whether the answer was whole before, so that nothing is missing */
    boolean cut();

    /** Whether the account itself has told the client that it failed. */
    boolean failureTold();

    /** What the answer has used so far. */
    TokenUsage usage();

    /** Breaks the client's answer off. */
    void breakOff(Rejection rejection);

    /** Lets go of everything. Further calls do nothing. */
    void close();
}
