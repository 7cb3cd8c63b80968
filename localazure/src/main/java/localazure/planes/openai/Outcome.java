package localazure.planes.openai;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What becomes of one request, gathered while it is served. */
final class Outcome {
    private static final int TOO_MANY = 429;

    private final Account account;
    private final Instant began;
    private final long beganNanos = System.nanoTime();
    private Optional<Call> call = Optional.empty();
    private String operation = "";
    private int requestBytes;
    private int status;
    private long firstByteMillis;
    private long promptTokens;
    private long tokens;
    private boolean examined;
    private boolean promptBlocked;
    private boolean answerBlocked;
    private Traffic.End end = Traffic.End.FAILED;

    Outcome(Account account, Instant began) {
        this.account = account;
        this.began = began;
    }

    void received(int bytes) {
        requestBytes = bytes;
    }

    /** @param azureName of what is asked for, which may still be refused */
    void asked(String azureName) {
        operation = azureName;
    }

    void called(Call found) {
        call = Optional.of(found);
    }

    /** It passed the quota: the content filter looks at it, and its prompt is charged whatever the filter says. */
    void admitted(long count) {
        examined = true;
        promptTokens = count;
    }

    /** The content filter kept the answer back, or a part of it. */
    void answerBlocked() {
        answerBlocked = true;
    }

    void sending(int answered) {
        status = answered;
        firstByteMillis = millis();
    }

    void generated(long count) {
        tokens = count;
    }

    void served() {
        end = Traffic.End.SERVED;
    }

    void refused(Refusal refusal) {
        sending(refusal.status());
        promptBlocked = refusal.isContentFilter();
        end = refusal.status() == TOO_MANY ? Traffic.End.REFUSED : Traffic.End.FAILED;
    }

    void cancelled() {
        end = Traffic.End.CANCELLED;
    }

    Account account() {
        return account;
    }

    Instant began() {
        return began;
    }

    /** Absent when it was refused before it had found its deployment. */
    Optional<Call> call() {
        return call;
    }

    /** As Azure names it; empty when it was refused before that was known. */
    String operation() {
        return operation;
    }

    /** 0 when no answer was sent. */
    int status() {
        return status;
    }

    int requestBytes() {
        return requestBytes;
    }

    long firstByteMillis() {
        return firstByteMillis;
    }

    long promptTokens() {
        return promptTokens;
    }

    /** Embeddings generate none. */
    long generatedTokens() {
        boolean embeds =
                call.filter(each -> each.operation() == Operation.EMBEDDINGS).isPresent();
        return embeds ? 0 : tokens;
    }

    boolean isExamined() {
        return examined;
    }

    boolean isPromptBlocked() {
        return promptBlocked;
    }

    boolean isAnswerBlocked() {
        return answerBlocked;
    }

    long millis() {
        return Duration.ofNanos(System.nanoTime() - beganNanos).toMillis();
    }

    Traffic.Served summary() {
        String deployment = call.map(each -> each.deployment().name()).orElse("");
        String path = call.map(each -> each.operation().path()).orElse("");
        return new Traffic.Served(began, account.name(), deployment, path, status, end, tokens, millis());
    }
}
