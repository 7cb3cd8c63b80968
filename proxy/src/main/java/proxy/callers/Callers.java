package proxy.callers;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import proxy.observe.Reason;

/** Decides who may call. Thread-safe; never blocks. */
@FunctionalInterface
public interface Callers {

    /** @param token what the caller presented as bearer token */
    CompletableFuture<Verdict> check(Optional<String> token);

    /** Lets everyone in: for a listener that only this machine reaches. */
    static Callers anyone() {
        var accepted = new Verdict.Accepted(new Caller("anyone", "anyone", Profile.OPEN));
        return token -> CompletableFuture.completedFuture(accepted);
    }

    /** The answer. */
    sealed interface Verdict {

        record Accepted(Caller caller) implements Verdict {}

        /** @param detail what is wrong, without any part of the token */
        record Refused(Reason reason, String detail) implements Verdict {}
    }
}
