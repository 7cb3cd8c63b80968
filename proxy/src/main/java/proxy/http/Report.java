package proxy.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.UnaryOperator;

/** Hears what becomes of one sending. */
interface Report {

    /** How an account failed that answered, in the words of the event {@code attempt_failed}. */
    String STATUS = "status";

    /** A good answer begins. */
    default void answered(HttpHeaders fields) {}

    default void finished() {}

    /** It ended for a reason that says nothing about the account. */
    default void cancelled() {}

    /** The same, told to operators: what the account sends is more than is passed on, as a caller may have asked for. */
    void tooMuch(String failure, String cause);

    /** There is no quota for it. @param field the value of a field of the refusal or null, by its lower-case name */
    void throttled(UnaryOperator<String> field);

    /** The account failed. */
    default void failed() {}

    /** The same, told to operators: the request's own line names the last account only. A refusal for lack of quota is not, being usual. */
    void failed(String failure, String cause);

    /** Nothing could be sent: no connection. */
    default void unreached() {}

    /** Another account may do better. */
    void leaves();

    /** Another account may do better; if there is none, the caller hears this. */
    void leaves(Rejection told);

    /** The gateway's credential was refused. @param another whether there is one now that the account has not seen: then it is not at fault */
    default void unauthorized(boolean another) {
        if (another) {
            cancelled();
        } else {
            leaves(Rejection.unauthorized());
            failed(STATUS, "401");
        }
    }
}
