package proxy.http;

import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.function.Consumer;
import proxy.observe.Findings;
import proxy.observe.Findings.Rule;
import proxy.observe.Reason;
import proxy.screen.Action;
import proxy.screen.Prompt;
import proxy.screen.Rules;
import proxy.upstream.Upstream;

/**
 * Looks through the prompt of one request before it is sent: a short one at once, a long one beside the event loop. What it is about is
 * asked last, and only when nothing else refuses it.
 */
final class PromptCheck {

    /** About a millisecond of work. */
    private static final int MAX_AT_ONCE = 32 * 1024;

    private final ChannelHandlerContext ctx;
    private final Services services;
    private final Upstream upstream;
    private final Reply reply;
    private final Progress progress;
    private final Consumer<Throwable> broke;

    /** @param broke hears of a fault that comes later: it has no pipeline to go through */
    PromptCheck(
            ChannelHandlerContext ctx,
            Services services,
            Upstream upstream,
            Reply reply,
            Progress progress,
            Consumer<Throwable> broke) {
        this.ctx = ctx;
        this.services = services;
        this.upstream = upstream;
        this.reply = reply;
        this.progress = progress;
        this.broke = broke;
    }

    /** Goes on, or refuses. */
    void check(Call call, Rules rules, Runnable goOn) {
        var prompt = Prompt.read(new ByteBufInputStream(call.body().duplicate()));
        var findings = new Findings();
        var screen = services.screens().prompts();
        if (prompt.length() <= MAX_AT_ONCE) {
            screen.look(prompt, rules, findings);
            topics(findings, call, prompt, rules, goOn);
            return;
        }
        Thread.ofVirtual().start(() -> {
            try {
                screen.look(prompt, rules, findings);
                later(() -> topics(findings, call, prompt, rules, goOn));
            } catch (RuntimeException | Error e) {
                later(() -> broke.accept(e));
            }
        });
    }

    private void later(Runnable task) {
        ctx.executor().execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                broke.accept(e);
            }
        });
    }

    private void topics(Findings findings, Call call, Prompt prompt, Rules rules, Runnable goOn) {
        progress.findings = findings;
        var topics = services.screens().topics();
        var asked = prompt.asked();
        if (rules.topics() == Action.OFF
                || topics.isEmpty()
                || asked.isEmpty()
                || findings.blockedBy().isPresent()) {
            judge(goOn);
            return;
        }
        topics.get()
                .near(ctx, services, upstream, asked, call.asker())
                .whenComplete((near, failure) -> later(() -> {
                    about(failure == null ? near : null, rules);
                    judge(goOn);
                }));
    }

    /** @param near null when it is not known */
    private void about(List<String> near, Rules rules) {
        if (near == null) {
            progress.findings.add(Rule.TOPICS_UNKNOWN, "embedding");
            if (services.screens().closed(rules.topics())) {
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
}
