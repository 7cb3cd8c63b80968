package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.util.List;
import proxy.io.Aside;
import proxy.io.Backstop;
import proxy.observe.Findings;
import proxy.observe.Findings.Rule;
import proxy.observe.Reason;
import proxy.screen.Action;
import proxy.screen.Prompt;
import proxy.screen.Rules;

/**
 * Looks through the prompt of one request before it is sent: a short one at once, a long one beside the event loop. What it is about is
 * asked last, and only when nothing else refuses it.
 */
final class PromptCheck implements Ongoing {

    private final RequestContext request;
    private final Screens screens;
    private final Reply reply;
    private final Progress progress;
    private final Backstop backstop;
    /** Null until it is asked what the prompt is about. */
    private TopicCheck.Asking asking;

    private record Looked(Prompt prompt, Findings findings) {}

    PromptCheck(RequestContext request) {
        this.request = request;
        this.screens = request.services().screens();
        this.reply = request.reply();
        this.progress = request.progress();
        this.backstop = request.backstop();
    }

    /** Goes on, or refuses. */
    void check(Call call, Rules rules, Runnable goOn) {
        if (call.body().readableBytes() <= Aside.MAX_AT_ONCE) {
            looked(look(call.body(), rules), call, rules, goOn);
            return;
        }
        var body = call.body().retainedDuplicate();
        backstop.aside(
                () -> {
                    try {
                        return look(body, rules);
                    } finally {
                        body.release();
                    }
                },
                (looked, failure) -> {
                    if (failure == null) {
                        looked(looked, call, rules, goOn);
                    } else {
                        backstop.broke(failure);
                    }
                });
    }

    /** On any thread. */
    private Looked look(ByteBuf body, Rules rules) {
        var prompt = Prompt.read(new ByteBufInputStream(body.duplicate()));
        var findings = new Findings();
        screens.prompts().look(prompt, rules, findings);
        return new Looked(prompt, findings);
    }

    private void looked(Looked looked, Call call, Rules rules, Runnable goOn) {
        if (reply.over()) {
            return;
        }
        progress.findings = looked.findings();
        var topics = screens.topics();
        var asked = looked.prompt().asked();
        if (rules.topics() == Action.OFF
                || topics.isEmpty()
                || asked.isEmpty()
                || looked.findings().blockedBy().isPresent()) {
            judge(goOn);
            return;
        }
        asking = topics.get().near(request.ctx(), request.services(), request.upstream(), asked, call.asker());
        backstop.after(asking.topics(), (near, failure) -> {
            if (!reply.over()) {
                about(failure == null ? near : null, rules);
                judge(goOn);
            }
        });
    }

    /** @param near null when it is not known */
    private void about(List<String> near, Rules rules) {
        if (near == null) {
            progress.findings.add(Rule.TOPICS_UNKNOWN, "embedding");
            if (screens.closed(rules.topics())) {
                progress.findings.block(Rule.TOPICS_UNKNOWN);
            }
        } else if (!near.isEmpty()) {
            near.forEach(name -> progress.findings.add(Rule.TOPICS, name));
            if (rules.topics() == Action.BLOCK) {
                progress.findings.block(Rule.TOPICS);
            }
        }
    }

    private void judge(Runnable goOn) {
        if (reply.over()) {
            return;
        }
        var rule = progress.findings.blockedBy();
        if (rule.isEmpty()) {
            goOn.run();
        } else if (rule.get() == Rule.TOPICS_UNKNOWN) {
            Rejection.of(Reason.SCREENING_UNAVAILABLE, "What the prompt is about cannot be judged now", 1_000)
                    .give(reply);
        } else {
            Rejection.screenedPrompt(rule.get()).give(reply);
        }
    }

    @Override
    public void clientWritable() {}

    @Override
    public void giveUp(Reason reason, String message) {
        if (!reply.over()) {
            cancel();
            Rejection.of(reason, message).give(reply);
        }
    }

    @Override
    public void clientGone(Reason reason) {
        if (!reply.over()) {
            cancel();
            reply.abandon(reason);
        }
    }

    private void cancel() {
        if (asking != null) {
            asking.cancel().run();
        }
    }
}
