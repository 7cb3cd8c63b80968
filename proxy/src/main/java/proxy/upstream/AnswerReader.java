package proxy.upstream;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import proxy.upstream.AttemptListener.Failure;

/**
 * Tells what on one connection belongs to the answer: what only announces one (1xx) does not, and what has no certain end is none. Lives on
 * one event loop.
 */
final class AnswerReader {

    private static final int MAX_INTERIM_ANSWERS = 10;

    private boolean skipping;
    private int interimAnswers;

    /** What came is no correct answer, or ended within one. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        private final Failure failure;

        private Unusable(Failure failure, String cause) {
            super(cause, null, false, false);
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }

    /** What comes next answers another request. */
    void restart() {
        skipping = false;
        interimAnswers = 0;
    }

    /** @return the same, null when it does not belong to the answer */
    HttpObject read(HttpObject message) throws Unusable {
        if (message.decoderResult().isFailure()) {
            var cause = message.decoderResult().cause();
            throw new Unusable(
                    cause instanceof PrematureChannelClosureException ? Failure.RESET : Failure.BAD_RESPONSE,
                    cause.getClass().getSimpleName());
        }
        if (message instanceof HttpResponse head) {
            return head(head);
        }
        if (skipping && message instanceof HttpContent) {
            skipping = !(message instanceof LastHttpContent);
            return null;
        }
        return message;
    }

    private HttpResponse head(HttpResponse head) throws Unusable {
        if (head.protocolVersion().majorVersion() != 1) {
            throw new Unusable(
                    Failure.BAD_RESPONSE, "version " + head.protocolVersion().text());
        }
        if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            skipping = true;
            if (head.status().code() == 101 || ++interimAnswers > MAX_INTERIM_ANSWERS) {
                throw new Unusable(
                        Failure.BAD_RESPONSE, "interim answer " + head.status().code());
            }
            return null;
        }
        if (!StrictResponseDecoder.framed(head)) {
            throw new Unusable(Failure.BAD_RESPONSE, "no length");
        }
        return head;
    }
}
