package infra.settings;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One alert of {@code alerts/alerts.yml}: what is watched, and when somebody is told.
 *
 * @param id part of the rule's name, name of its runbook page
 * @param severity 0 critical to 3 informational
 * @param every how often it is evaluated, an ISO 8601 duration
 * @param over the window that is looked at, no shorter
 */
public record AlertRule(
        String id,
        String title,
        int severity,
        Target target,
        Signal signal,
        Condition condition,
        String every,
        String over) {

    /** What an alert is about; there is one rule for each that a stack has. */
    public enum Target {
        ACCOUNT("account", "Microsoft.CognitiveServices/accounts"),
        DEPLOYMENT("deployment", "Microsoft.CognitiveServices/accounts"),
        PROXY("proxy", "Microsoft.App/containerapps"),
        GATEWAY("gateway", "Microsoft.Network/applicationGateways"),
        PROMPT_LOG("promptLog", "Microsoft.DocumentDB/DatabaseAccounts"),
        WORKSPACE("workspace", "Microsoft.OperationalInsights/workspaces");

        private final String word;
        private final String namespace;

        Target(String word, String namespace) {
            this.word = word;
            this.namespace = namespace;
        }

        /** The word of the catalogue. */
        public String word() {
            return word;
        }

        /** Namespace of the metrics: the type of the resource that has them. */
        public String namespace() {
            return namespace;
        }
    }

    /** What is measured. */
    public sealed interface Signal {

        /** @param dimensions values that count, by dimension */
        record Metric(String name, String aggregation, Map<String, List<String>> dimensions) implements Signal {
            public Metric {
                dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
            }
        }

        /**
         * A query over the workspace.
         *
         * @param measure column of its result that is compared
         * @param dimensions columns that split it
         */
        record Query(String text, String measure, List<String> dimensions) implements Signal {
            public Query {
                dimensions = List.copyOf(dimensions);
            }
        }
    }

    /**
     * When the alert fires.
     *
     * @param value in the unit, or a percentage of {@code of}
     */
    public record Condition(String operator, double value, Optional<Measure> of, String unit) {}

    /** A number of the plan that a threshold is a percentage of. */
    public enum Measure {
        /** The time limit to the first byte of an answer. */
        FIRST_BYTE_MILLIS("firstByteMillis"),
        /** Tokens that the deployment may use within the window. */
        DEPLOYMENT_TOKENS("deploymentTokens"),
        /** Replicas that the proxy may grow to. */
        MAX_REPLICAS("maxReplicas");

        private final String word;

        Measure(String word) {
            this.word = word;
        }

        /** The word of the catalogue. */
        public String word() {
            return word;
        }
    }
}
