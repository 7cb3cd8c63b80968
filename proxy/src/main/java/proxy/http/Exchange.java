package proxy.http;

import proxy.observe.Reason;

/**
 * A request that accounts answer, from the first sending to the end of the answer. Once the client has got the beginning of an answer it is
 * never sent again: that is relayed or broken off. Lives on the client connection's event loop.
 *
 * <p>A request is never sent again when the first sending may still be served, and paid. It may be when the account still has the
 * connection, or has begun to answer, or said itself that it ran out of time (408, 504). It cannot be when nothing was sent (name,
 * connection, TLS), when the account refused or failed (401, 429, 500, 502, 503, or an error where its answer should begin), when it
 * broke the connection before any of its answer, or when the proxy did, after the account had been silent for too long: Azure
 * stops work on a request whose connection has gone. What of such a request was done until then nobody receives; Microsoft does
 * not document whether it is billed.
 */
abstract class Exchange implements Sending.Owner, Ongoing {

    final RequestContext request;
    final Services services;
    final Reply reply;
    final Progress progress;
    private Sending sending;

    Exchange(RequestContext request) {
        this.request = request;
        this.services = request.services();
        this.reply = request.reply();
        this.progress = request.progress();
    }

    /** Nothing has come of it so far: sends it, or sends it once more, or ends it. */
    abstract void next();

    /** Makes this the sending that everything concerns from now on. */
    Sending current(Sending next) {
        sending = next;
        return next;
    }

    @Override
    public void again() {
        sending = null;
        request.backstop().run(this::next);
    }

    @Override
    public void clientWritable() {
        if (sending != null) {
            sending.clientWritable();
        }
    }

    @Override
    public void giveUp(Reason reason, String message) {
        if (!reply.over()) {
            var rejection = Rejection.of(reason, message);
            if (sending == null) {
                reject(rejection);
            } else {
                sending.cancel();
                sending.stop(rejection);
            }
        }
    }

    /** Nobody takes the answer: the account stops generating, and billing, it. */
    @Override
    public void clientGone(Reason reason) {
        if (!reply.over()) {
            if (sending != null) {
                sending.cancel();
            }
            over();
            reply.abandon(reason);
        }
    }

    @Override
    public void clientStalled() {
        clientGone(Reason.CLIENT_STALLED);
    }

    void reject(Rejection rejection) {
        over();
        rejection.give(reply);
    }
}
