package proxy.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.function.UnaryOperator;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.QuotaNews;
import proxy.observe.Metrics;

/** Tells the balancer, the metrics and the request's own trail. */
final class PoolReport implements Report {

    private final Services services;
    private final Trail trail;
    private final Placement placement;
    private final String requestId;
    private boolean over;

    PoolReport(Services services, Trail trail, Placement placement, String requestId) {
        this.requestId = requestId;
        this.services = services;
        this.trail = trail;
        this.placement = placement;
    }

    @Override
    public void answered(HttpHeaders fields) {
        services.balancer().record(placement, new Outcome.Answered(QuotaNews.ofAnswer(fields::get)));
    }

    @Override
    public void finished() {
        over(new Outcome.Finished(), Metrics.Attempt.FINISHED);
    }

    @Override
    public void cancelled() {
        over(new Outcome.Cancelled(), Metrics.Attempt.CANCELLED);
    }

    @Override
    public void throttled(UnaryOperator<String> field) {
        trail.refused(placement.backend());
        over(new Outcome.Throttled(QuotaNews.ofRefusal(field, Instant.now())), Metrics.Attempt.THROTTLED);
    }

    @Override
    public void failed() {
        over(new Outcome.Failed(), Metrics.Attempt.FAILED);
    }

    @Override
    public void failed(String failure, String cause) {
        services.accessLog().attemptFailed(requestId, placement.backend().account(), failure, cause);
        failed();
    }

    @Override
    public void tooMuch(String failure, String cause) {
        services.accessLog().attemptFailed(requestId, placement.backend().account(), failure, cause);
        cancelled();
    }

    @Override
    public void unreached() {
        over(new Outcome.Unreached(), Metrics.Attempt.FAILED);
    }

    @Override
    public void leaves() {
        trail.failed(placement.backend());
    }

    @Override
    public void leaves(Rejection told) {
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
