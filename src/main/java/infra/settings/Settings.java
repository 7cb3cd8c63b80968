package infra.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The typed settings of a stack. Every value has been checked; a default has been filled in.
 *
 * @param subscriptionId where to deploy; the deployer's own default when empty
 * @param location region of the network, the proxy and the logs
 * @param generation part of every globally unique name
 * @param models what accounts may carry
 * @param image how the proxy's image is made and delivered
 * @param contentFilters those that models may name
 * @param responseKey each replica draws its own when empty
 * @param protect whether the engine refuses to delete what holds data or a name that is slow to come back
 * @param zoneRedundant whether what can be is spread over availability zones
 */
public record Settings(
        Optional<String> subscriptionId,
        String location,
        Cidr addressSpace,
        int generation,
        DataBoundary dataBoundary,
        List<Model> models,
        List<Account> accounts,
        Callers callers,
        Replicas replicas,
        Timeouts timeouts,
        Limits limits,
        Streams streams,
        Workspace workspace,
        Alerts alerts,
        Gateway gateway,
        Image image,
        PromptLog promptLog,
        List<FilterProfile> contentFilters,
        Screening screening,
        Optional<ResponseKey> responseKey,
        boolean protect,
        boolean zoneRedundant) {

    public Settings {
        models = List.copyOf(models);
        accounts = List.copyOf(accounts);
        contentFilters = List.copyOf(contentFilters);
    }

    /**
     * A deployment that accounts may carry.
     *
     * @param name what callers ask for
     * @param model name of the model in the catalogue
     * @param capacityThousandTokensPerMinute of each account that carries it
     * @param contentFilter name of one of the settings' own, or {@link FilterProfile#DEFAULT}
     */
    public record Model(
            String name,
            String model,
            String version,
            String sku,
            int capacityThousandTokensPerMinute,
            String contentFilter) {}

    /**
     * An OpenAI account and what it carries.
     *
     * @param subscriptionId a subscription of its own, in lower case; the stack's when empty
     * @param priority accounts of 1 are used before those of 2
     */
    public record Account(
            String name, String region, List<Model> deployments, Optional<String> subscriptionId, int priority) {
        public Account {
            deployments = List.copyOf(deployments);
        }
    }

    /**
     * Whose tokens the proxy accepts.
     *
     * @param tenantId the deployer's tenant when empty
     * @param requiredRole any caller of the audience when empty
     * @param profiles the first that names a caller is that caller's
     */
    public record Callers(
            Optional<String> tenantId, String audience, Optional<String> requiredRole, List<CallerProfile> profiles) {
        public Callers {
            profiles = List.copyOf(profiles);
        }
    }

    /**
     * The store of prompts and answers.
     *
     * @param retentionDays how long a record lives
     * @param maxRequestUnits the throughput that it may grow to; it costs a tenth of it at least
     */
    public record PromptLog(String region, int retentionDays, int maxRequestUnits, boolean zoneRedundant) {}

    /** Bounds of the proxy's scale. */
    public record Replicas(int min, int max) {}

    /** The proxy's time limits, as its configuration names them. */
    public record Timeouts(
            int connectMillis,
            int requestHeaderSeconds,
            int requestBodySeconds,
            int firstByteSeconds,
            int idleSeconds,
            int totalSeconds,
            int drainSeconds) {}

    /**
     * What one request may take.
     *
     * @param requestBodyMegabytes of 2^20 bytes
     * @param waitMillis for quota that is about to come
     * @param attempts accounts that it is sent to at most
     */
    public record Limits(int requestBodyMegabytes, int waitMillis, int attempts) {}

    /**
     * How event streams are passed on.
     *
     * @param heartbeatSeconds silence after which the client gets a comment; 0 for never
     * @param holdMillis for which the beginning is held back until the answer itself begins
     */
    public record Streams(int heartbeatSeconds, int holdMillis) {}

    /** The Log Analytics workspace: ours, or one that is used and never owned. */
    public sealed interface Workspace {
        /** @param dailyCapGigabytes after which a day's logs are no longer taken; no cap when empty */
        record Create(int retentionDays, Optional<Integer> dailyCapGigabytes) implements Workspace {}

        record Adopt(String resourceId) implements Workspace {}
    }

    /**
     * Who is told of alerts, and when.
     *
     * @param emails addresses
     * @param webhooks HTTPS addresses that take the common alert schema
     * @param thresholds values that replace those of the catalogue, by alert id
     */
    public record Alerts(List<String> emails, List<String> webhooks, Map<String, Double> thresholds) {
        public Alerts {
            emails = List.copyOf(emails);
            webhooks = List.copyOf(webhooks);
            thresholds = Map.copyOf(thresholds);
        }
    }

    /**
     * The application gateway in front of the proxy.
     *
     * @param frontEnd where it is reached from
     * @param hostName name that clients call and the certificate carries; the DNS name of the public address when empty
     * @param directPath whether the accounts can be reached past the proxy, under a path of their own
     * @param requestsPerMinutePerClient of one address, before the firewall blocks it
     * @param zones number of availability zones, 0 in a region without them
     * @param instances bounds of the gateway's scale
     */
    public record Gateway(
            FrontEnd frontEnd,
            Optional<String> hostName,
            Certificate certificate,
            boolean directPath,
            int requestsPerMinutePerClient,
            int zones,
            Replicas instances) {}

    /** Where a gateway is reached from: the internet, or the network alone. */
    public enum FrontEnd {
        PUBLIC,
        PRIVATE
    }

    /** The gateway's certificate: one that the program makes, or one of a vault that is used and never owned. */
    public sealed interface Certificate {
        record Generated() implements Certificate {}

        record Adopt(String vaultId, String secretName) implements Certificate {}
    }

    /**
     * The proxy's image.
     *
     * @param base {@code NAME@sha256:DIGEST}; this machine's C library when empty
     * @param pushEndpoint {@code host:port} that stands in for the registry; its own name when empty
     */
    public record Image(Optional<String> base, Optional<String> pushEndpoint) {

        private static final Pattern LOOPBACK = Pattern.compile("(127(\\.\\d{1,3}){3}|localhost):\\d{1,5}");

        /** Whether the image goes to a stand-in on this machine, which may speak plain HTTP. */
        public boolean local() {
            return pushEndpoint.filter(text -> LOOPBACK.matcher(text).matches()).isPresent();
        }
    }

    /**
     * Parses the settings of a stack.
     *
     * @param lookup value of a full key such as {@code sluice:accounts}; structured values as JSON text
     * @param files content of a file by its path from the folder of the stack files; empty when it cannot be read
     * @throws IllegalArgumentException naming every fault, one a line
     */
    public static Settings parse(
            Function<String, Optional<String>> lookup, Function<String, Optional<String>> files, Catalogue catalogue) {
        return new SettingsParser(lookup, files, catalogue).parse();
    }
}
