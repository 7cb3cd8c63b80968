package proxy.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import proxy.affinity.ResponseIds;
import proxy.balance.Balancer;
import proxy.balance.WaitingRoom;
import proxy.callers.Callers;
import proxy.config.ProxyConfig;
import proxy.identity.Credential;
import proxy.io.MemoryBudget;
import proxy.limit.CallerLimits;
import proxy.observe.AccessLog;
import proxy.observe.Metrics;
import proxy.upstream.Target;

/**
 * What a request needs, shared by all.
 *
 * @param memory what all requests together may keep
 * @param targets where each account is, by its name
 * @param callerLimits what callers use of their allowances
 * @param screens what is looked for in prompts and answers
 * @param models deployment names that are served
 * @param responseIds how stored responses are named, empty when the replicas have no key in common
 */
public record Services(
        ProxyConfig.Timeouts timeouts,
        ProxyConfig.Limits limits,
        ProxyConfig.Streams streams,
        MemoryBudget memory,
        Callers callers,
        CallerLimits callerLimits,
        Credential credential,
        Balancer balancer,
        WaitingRoom waitingRoom,
        Map<String, Target> targets,
        Set<String> models,
        Optional<ResponseIds> responseIds,
        AccessLog accessLog,
        Metrics metrics,
        Drain drain,
        Screens screens) {

    /** Whether requests should be sent here. */
    boolean ready() {
        return !drain.started() && credential.ready() && balancer.usable();
    }

    /** Why not, a word for each reason; empty when they should. */
    List<String> obstacles() {
        var words = new ArrayList<String>();
        if (drain.started()) {
            words.add("draining");
        }
        if (!credential.ready()) {
            words.add("no_credential");
        }
        if (!balancer.usable()) {
            words.add("no_account_in_reach");
        }
        return words;
    }
}
