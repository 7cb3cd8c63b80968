package localazure.planes.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import localazure.planes.net.EventStream;
import localazure.planes.net.Exchange;

/** Answers a call whose caller and deployment are known, at a model's pace; stops as soon as the client leaves. */
public final class Generator {
    private static final long ESTIMATE_WITHOUT_LIMIT = 16;
    private static final Duration HANG = Duration.ofMinutes(10);

    private final Fleet fleet;
    private final Quota quota;
    private final Faults faults;
    private final Traffic traffic;
    private final StoredResponses responses;
    private final Latency latency;

    public Generator(
            Fleet fleet, Quota quota, Faults faults, Traffic traffic, StoredResponses responses, Latency latency) {
        this.fleet = fleet;
        this.quota = quota;
        this.faults = faults;
        this.traffic = traffic;
        this.responses = responses;
        this.latency = latency;
    }

    void answer(Exchange exchange, Call call, Outcome outcome) throws IOException, Refusal {
        Optional<Faults.Fault> fault = faults.next(call.deployment().account().name());
        if (fault.isPresent() && interferes(exchange, fault.get(), outcome)) return;
        checkModel(call);
        Shape shape = call.operation().shape();
        Prompt prompt = shape.prompt(call.body()).after(responses.before(call));
        quota.admit(exchange, call, estimate(call, prompt));
        outcome.admitted(prompt.tokens());
        FilterPolicy policy = fleet.filter(call.deployment());
        ObjectNode promptResults = ContentFilter.check(policy, prompt);
        Instant now = traffic.now();
        String id = shape.idPrefix() + UUID.randomUUID().toString().replace("-", "");
        Answer answer = Answer.to(call, prompt, id, now.getEpochSecond()).filtered(policy, promptResults);
        if (answer.blocked()) outcome.answerBlocked();
        boolean served =
                call.streams() ? stream(exchange, shape, answer, outcome) : whole(exchange, call, answer, outcome);
        if (!served) {
            outcome.cancelled();
            return;
        }
        responses.keep(call, answer);
        outcome.served();
    }

    /**
     * What admission adds to the pool's counter: the size of the prompt and the limit the caller set. That 16 tokens stand in
     * for an absent limit is a choice (it is the default of text completions); Azure does not publish its own.
     */
    private static long estimate(Call call, Prompt prompt) {
        if (call.operation() == Operation.EMBEDDINGS) return prompt.tokens();
        long limit = call.maxTokens() < 0 ? ESTIMATE_WITHOUT_LIMIT : call.maxTokens();
        return prompt.tokens() + limit * call.answers();
    }

    private void checkModel(Call call) throws Refusal {
        if (fleet.kind(call.deployment()).equals(call.operation().modelKind())) return;
        String operation = call.operation() == Operation.CHAT
                ? "chatCompletion"
                : call.operation().path();
        throw new Refusal(
                400,
                "OperationNotSupported",
                "The " + operation + " operation does not work with the specified model, "
                        + call.deployment().model() + ". Please choose different model and try again.");
    }

    /** Returns true when the fault has taken the place of an answer. */
    private static boolean interferes(Exchange exchange, Faults.Fault fault, Outcome outcome)
            throws IOException, Refusal {
        Duration wait = Duration.ofMillis(fault.millis());
        switch (fault.kind()) {
            case STATUS -> {
                if (!wait.isZero()) Quota.setRetryAfter(exchange, wait);
                throw new Refusal(fault.status(), Integer.toString(fault.status()), "A fault on command.");
            }
            case HANG -> {
                if (exchange.goneWithin(wait.isZero() ? HANG : wait)) outcome.cancelled();
                exchange.reset();
                return true;
            }
            case RESET -> {
                exchange.reset();
                return true;
            }
            default -> {
                if (!exchange.goneWithin(wait)) return false;
                outcome.cancelled();
                exchange.reset();
                return true;
            }
        }
    }

    private boolean whole(Exchange exchange, Call call, Answer answer, Outcome outcome) throws IOException {
        int pauses =
                call.operation() == Operation.EMBEDDINGS ? 0 : answer.tokens().size();
        if (exchange.goneWithin(latency.firstToken().plus(latency.perToken().multipliedBy(pauses)))) return false;
        outcome.sending(200);
        outcome.generated(
                call.operation() == Operation.EMBEDDINGS ? answer.prompt().tokens() : pauses);
        exchange.sendJson(200, call.operation().shape().whole(answer, call.body()));
        return true;
    }

    private boolean stream(Exchange exchange, Shape shape, Answer answer, Outcome outcome) throws IOException {
        if (exchange.goneWithin(latency.firstToken())) return false;
        outcome.sending(200);
        EventStream events = exchange.stream(200, "text/event-stream; charset=utf-8");
        for (String event : shape.opening(answer)) events.write(event);
        for (int i = 0; i < answer.tokens().size(); i++) {
            events.write(shape.token(answer, i));
            outcome.generated(i + 1L);
            if (exchange.goneWithin(latency.perToken())) return false;
        }
        for (String event : shape.closing(answer)) events.write(event);
        events.end();
        return true;
    }
}
