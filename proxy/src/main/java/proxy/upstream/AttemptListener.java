package proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/** What becomes of an attempt, in order: a head, body parts, an end; or a failure at any point. Called on the event loop. */
public interface AttemptListener {

    /** The answer's head, which may be refused by {@link Attempt#cancel} or {@link Attempt#discard}. */
    void onHead(HttpResponse head);

    /** A part of the body; the listener retains what it keeps. */
    void onBody(ByteBuf part);

    /** Nothing more has arrived for now: what was written should be flushed. */
    void onPause();

    /** The body is complete. */
    void onEnd();

    /** The kept connection that was used has turned out to be closed. @return whether the request may be sent once more, on a fresh one */
    boolean mayResend();

    /** The attempt is over without a complete answer. @param cause what the connection or the decoder said */
    void onFailure(Failure failure, String cause);

    /** One of the calls above has thrown this: the attempt is cancelled, unless it was over. */
    void onBroken(Throwable cause);

    /** How an attempt fails. */
    enum Failure {
        /** No connection or tunnel: nothing was sent. */
        CONNECT,
        /** No TLS session, or not with the account: nothing was sent. */
        TLS,
        /** The connection broke. */
        RESET,
        /** The account stayed silent for too long. */
        TIMEOUT,
        /** What came is not a correct HTTP answer. */
        BAD_RESPONSE;

        /** Whether the account was not even sent the request. */
        public boolean unsent() {
            return this == CONNECT || this == TLS;
        }

        /** Whether another account may be asked, as long as no answer has begun: this one does not work on it any more. */
        public boolean again() {
            return this != BAD_RESPONSE;
        }
    }
}
