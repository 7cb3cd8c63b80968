package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;
import proxy.affinity.IdMarker;
import proxy.api.Operation;
import proxy.observe.TokenUsage;
import proxy.stream.Dialect;

/** Passes one account's good answer on as it comes, and knows whether it came whole. Lives on one event loop. */
interface Relay {

    /** What keeps a relay from going on. */
    enum Fault {
        NONE,
        /** The account says, where its answer should be, that it failed. */
        FAILED,
        /** The account says that it lets the gateway not in, or lacks the deployment: {@link #refusal} has its word for it. */
        REFUSED,
        /** The account says, where its answer should be, that it has no quota for it. */
        THROTTLED,
        /** An event is longer than the bound. */
        TOO_LARGE,
        /** The replica has no memory left for what has to be kept. */
        OVERLOADED,
        /** The answer holds what the caller's rules refuse. */
        SCREENED
    }

    /** The one that fits a good answer of that account. */
    static Relay of(
            ChannelHandlerContext ctx, Services services, Call call, Reply reply, HttpResponse head, String account) {
        var operation = call.route().operation();
        var marker = operation == Operation.RESPONSES
                ? marker(services, call.asker().name(), account, head)
                : Optional.<IdMarker>empty();
        return of(ctx, services, reply, head, marker, operation.dialect(), call.promptTokens(), call.asksUsage());
    }

    /** The one that fits what an account says of a response that it keeps. */
    static Relay ofStored(
            ChannelHandlerContext ctx,
            Services services,
            String application,
            Reply reply,
            HttpResponse head,
            String account) {
        var marker = marker(services, application, account, head);
        return of(ctx, services, reply, head, marker, Optional.of(Dialect.RESPONSES), 0, false);
    }

    /**
     * @param dialect of its streams, empty when it has none
     * @param hidesUsage whether the caller did not ask for the event that tells the usage
     */
    private static Relay of(
            ChannelHandlerContext ctx,
            Services services,
            Reply reply,
            HttpResponse head,
            Optional<IdMarker> marker,
            Optional<Dialect> dialect,
            long promptTokens,
            boolean hidesUsage) {
        var relay = dialect.isPresent() && Answers.isStream(head)
                ? new EventRelay(
                        ctx,
                        reply,
                        HeaderFields.toClient(head.headers()),
                        dialect.get(),
                        promptTokens,
                        hidesUsage,
                        services.streams(),
                        services.memory())
                : new BodyRelay(reply, head, marker.isEmpty());
        return marker.<Relay>map(it -> new MarkedRelay(relay, it)).orElse(relay);
    }

    private static Optional<IdMarker> marker(Services services, String application, String account, HttpResponse head) {
        return head.status().code() != 200
                ? Optional.empty()
                : services.responseIds()
                        .map(ids -> new IdMarker(Answers.isStream(head), id -> ids.mark(application, account, id)));
    }

    /** Who has an answer passed on. */
    interface Passer {

        /** What comes next had better wait: something is looked at beside the event loop. Nothing is lost if it does not. */
        void waits();

        /** It need not any more. @param fault that was found meanwhile */
        void goesOn(Fault fault);
    }

    /** Makes known who is to hear of what happens later. */
    default void passer(Passer by) {}

    /** Takes a part of the body, which stays the caller's. */
    Fault part(ByteBuf part);

    /** The account's word for being {@link Fault#REFUSED}, empty when it is not. */
    default String refusal() {
        return "";
    }

    /** Whether the client has got anything: from then on the answer is never asked for again. */
    boolean begun();

    /**
     * Nothing more comes. Whether the answer ends well may have to be found out beside the event loop.
     *
     * @param then runs on it once {@link #end} can tell, unless the relay is closed before
     * @return false when it can tell now
     */
    default boolean waits(Runnable then) {
        return false;
    }

    /** Nothing more comes. @return whether the answer is whole */
    boolean end();

    /** The account is gone. @return whether the answer was whole before, so that nothing is missing */
    boolean cut();

    /** Whether the answer holds what the caller's rules refuse, as far as it has come. */
    default boolean screened() {
        return false;
    }

    /** Whether the account itself has told the client that it failed. */
    boolean failureTold();

    /** What the answer has used so far. */
    TokenUsage usage();

    /** Breaks the client's answer off. */
    void breakOff(Rejection rejection);

    /** Lets go of everything. Further calls do nothing. */
    void close();
}
