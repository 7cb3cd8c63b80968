package proxy.config;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import proxy.io.AddressRange;
import proxy.screen.Rules;

/**
 * The configuration document of {@code proxy/config.schema.json}, checked and with its defaults filled in. Holds no secret.
 *
 * @param replicas how many replicas there may be at most
 */
public record ProxyConfig(
        Listen listen,
        Credential credential,
        Upstream upstream,
        Callers callers,
        int replicas,
        List<Pool> pools,
        List<Account> accounts,
        List<Deployment> deployments,
        Timeouts timeouts,
        Limits limits,
        Streams streams,
        Retries retries,
        Screening screening) {

    /** As it took effect, for the log. */
    public ObjectNode json() {
        return ConfigJson.render(this);
    }

    /** Where the proxy listens; port 0 means any free one. */
    public record Listen(String host, int port, int managementPort) {

        /** The address as a URL has it, with the port that port 0 became. */
        public String authority(int actualPort) {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + actualPort;
        }

        /** Whether only processes of this machine can connect. */
        boolean onLoopback() {
            return Loopback.is(host);
        }
    }

    /** How the proxy authenticates to the accounts. */
    public sealed interface Credential {

        /** Requests go out without a token. */
        record None() implements Credential {

            @JsonValue
            String word() {
                return "none";
            }
        }

        /** The platform's managed-identity endpoint gives tokens for {@code resource}. */
        record ManagedIdentity(String clientId, String resource) implements Credential {}
    }

    /**
     * The way to the accounts.
     *
     * @param addresses where their names may lead; see {@code proxy.upstream.AccountAddresses} for none
     */
    public record Upstream(List<AddressRange> addresses) {}

    /** Who may call. */
    public sealed interface Callers {

        /** Names of the callers' profiles. */
        default List<String> profileNames() {
            return List.of();
        }

        /** Everyone who can connect. */
        record Anyone() implements Callers {

            @JsonValue
            String word() {
                return "none";
            }
        }

        /** Bearers of a token that Entra issued for {@code audience}. */
        record Entra(
                String tenantId,
                String audience,
                String issuer,
                URI jwksUri,
                Optional<String> requiredRole,
                Duration clockSkew,
                List<Profile> profiles)
                implements Callers {

            @Override
            public List<String> profileNames() {
                return profiles.stream().map(Profile::name).toList();
            }
        }
    }

    /**
     * What some callers may use: those with one of its client ids or roles.
     *
     * @param models deployment names; all when empty
     * @param geographies where data may go; all when empty
     * @param requestsPerMinute of the whole platform, as are the two after it; no limit when empty
     * @param priority 1 is served before 2
     * @param debug whether answers name the account that served them, and what was tried before it
     * @param screening what its prompts and answers are looked through for
     */
    public record Profile(
            String name,
            List<String> clientIds,
            List<String> roles,
            Optional<List<String>> models,
            Optional<List<String>> geographies,
            Optional<Integer> requestsPerMinute,
            Optional<Integer> tokensPerMinute,
            Optional<Integer> concurrency,
            int priority,
            boolean streaming,
            boolean debug,
            Rules screening) {}

    /** A quota pool: what Azure counts as one bucket. Limits of 0 mean unknown. */
    public record Pool(String id, Optional<String> geography, int requestsPerMinute, int tokensPerMinute) {}

    /** An OpenAI account; {@code endpoint} has no trailing slash. */
    public record Account(String name, URI endpoint, Optional<String> region, Optional<String> geography) {}

    /** A model deployment of an account; callers ask for its {@code name}. Priority 1 is used before 2. */
    public record Deployment(String name, String account, String pool, Optional<String> model, int priority) {}

    /** Every wait has an end. */
    public record Timeouts(
            Duration connect,
            Duration requestHeader,
            Duration requestBody,
            Duration firstByte,
            Duration idle,
            Duration total,
            Duration drain) {}

    /**
     * How much a request may ask for, and how much the replica takes on.
     *
     * @param waitMillis how long a request may wait for quota
     * @param memoryBudgetMiB what the request bodies and the events of all requests together may keep
     * @param connections of clients
     */
    public record Limits(int requestBodyBytes, int attempts, int waitMillis, int memoryBudgetMiB, int connections) {}

    /**
     * How event streams are passed on.
     *
     * @param eventBytes of one event at most
     * @param holdBytes what is held back until the answer itself begins
     * @param hold for how long; zero for not at all
     * @param heartbeat silence after which the client gets a comment; zero for never
     */
    public record Streams(int eventBytes, int holdBytes, Duration hold, Duration heartbeat) {}

    /** Second tries: how many a hundred requests earn, and how many may be saved up. */
    public record Retries(int percent, int burst) {}
}
