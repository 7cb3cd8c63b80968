package proxy.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.function.UnaryOperator;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.QuotaNews;
import proxy.observe.Metrics;

/** Tells the balancer, the metrics and the request's own trail what became of one sending. */
final class Report {

    private final Services services;
    private final Trail trail;
    private final Placement placement;
    private final String requestId;
    private boolean over;

    Report(Services services, Trail trail, Placement placement, String requestId) {
        this.requestId = requestId;
        this.services = services;
        this.trail = trail;
        this.placement = placement;
    }

    /** A good answer begins. */
    void answered(HttpHeaders fields) {
        services.balancer().record(placement, new Outcome.Answered(QuotaNews.ofAnswer(fields::get)));
    }

    void finished() {
        over(new Outcome.Finished(), Metrics.Attempt.FINISHED);
    }

    /** It ended for a reason that says nothing about the account. */
    void cancelled() {
        over(new Outcome.Cancelled(), Metrics.Attempt.CANCELLED);
    }

    /** The pool has no quota for it. @param field the value of a field of the refusal or null, by its lower-case name */
    void throttled(UnaryOperator<String> field) {
        trail.refused(placement.backend());
        over(new Outcome.Throttled(QuotaNews.ofRefusal(field, Instant.now())), Metrics.Attempt.THROTTLED);
    }

    void failed() {
        over(new Outcome.Failed(), Metrics.Attempt.FAILED);
    }

    /** The same, told to operators: the request's own line names the last account only. A refusal for lack of quota is not, being usual. */
    void failed(String failure, String cause) {
        services.accessLog().attemptFailed(requestId, placement.backend().account(), failure, cause);
        failed();
    }

    /** Nothing could be sent: no connection. */
    void unreached() {
        over(new Outcome.Unreached(), Metrics.Attempt.FAILED);
    }

    /** Another account may do better. */
    void leaves() {
        trail.failed(placement.backend());
    }

    /** Another account may do better; if there is none, the caller hears this. */
    void leaves(Rejection told) {
        trail.failed(placement.backend(), told);
    }

    /** Counts once: when something breaks after that, the backstop ends the sending again. */
    private void over(Outcome outcome, Metrics.Attempt counted) {
        services.balancer().record(placement, outcome);
        if (!over) {
            over = true;
            services.metrics().attempted(placement.backend().pool(), counted);
        }
    }
}
