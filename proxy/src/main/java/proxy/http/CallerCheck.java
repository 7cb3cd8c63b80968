package proxy.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.OptionalLong;
import java.util.function.Consumer;
import proxy.callers.Caller;
import proxy.callers.Callers;
import proxy.io.Backstop;

/** Finds out who sends one request, now or, when keys must be fetched first, a little later on the same event loop. */
final class CallerCheck {

    private final Callers callers;
    private final Reply reply;
    private final Consumer<Caller> accepted;
    private final Backstop backstop;

    /** @param backstop of the request */
    CallerCheck(Callers callers, Reply reply, Consumer<Caller> accepted, Backstop backstop) {
        this.callers = callers;
        this.reply = reply;
        this.accepted = accepted;
        this.backstop = backstop;
    }

    void check(HttpHeaders fields) {
        var verdict = callers.check(HeaderFields.callerToken(fields));
        if (verdict.isDone()) {
            judge(verdict.join());
        } else {
            backstop.after(verdict, (known, failure) -> {
                if (failure == null) {
                    judge(known);
                } else {
                    backstop.broke(failure);
                }
            });
        }
    }

    private void judge(Callers.Verdict verdict) {
        if (reply.over()) {
            return;
        }
        switch (verdict) {
            case Callers.Verdict.Refused refused -> refuse(refused);
            case Callers.Verdict.Accepted it -> accepted.accept(it.caller());
        }
    }

    private void refuse(Callers.Verdict.Refused refused) {
        var extra = new DefaultHttpHeaders();
        if (refused.reason().status() == 401) {
            extra.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        }
        var wait = refused.reason().status() == 503 ? OptionalLong.of(1_000) : OptionalLong.empty();
        reply.reject(refused.reason(), "Access denied: " + refused.detail(), wait, extra);
    }
}
