package localazure.planes.openai;

import java.time.Duration;
import java.time.Instant;

/** What becomes of one request, gathered while it is served. */
final class Outcome {
    private static final int TOO_MANY = 429;

    private final Account account;
    private final Instant began;
    private final long beganNanos = System.nanoTime();
    private String deployment = "";
    private String operation = "";
    private int status;
    private long tokens;
    private Traffic.End end = Traffic.End.FAILED;

    Outcome(Account account, Instant began) {
        this.account = account;
        this.began = began;
    }

    void called(Call call) {
        deployment = call.deployment().name();
        operation = call.operation().path();
    }

    void sending(int answered) {
        status = answered;
    }

    void generated(long count) {
        tokens = count;
    }

    void served() {
        end = Traffic.End.SERVED;
    }

    void refused(int answered) {
        status = answered;
        end = answered == TOO_MANY ? Traffic.End.REFUSED : Traffic.End.FAILED;
    }

    void cancelled() {
        end = Traffic.End.CANCELLED;
    }

    Traffic.Served summary() {
        long millis = Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
        return new Traffic.Served(began, account.name(), deployment, operation, status, end, tokens, millis);
    }
}
