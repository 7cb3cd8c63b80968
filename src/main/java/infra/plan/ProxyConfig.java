package infra.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import infra.settings.CallerProfile;
import infra.settings.Screening;
import infra.settings.Settings;
import java.util.List;
import java.util.Map;

/** The proxy's configuration, as {@code proxy/config.schema.json} describes it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProxyConfig(
        Listen listen,
        Credential credential,
        Upstream upstream,
        Callers callers,
        int replicas,
        List<Pool> pools,
        List<Account> accounts,
        List<Deployment> deployments,
        Limits limits,
        Settings.Streams streams,
        Settings.Timeouts timeouts,
        Screened screening) {

    /** Where the proxy takes requests. */
    public static final int PORT = 8080;

    private static final int MANAGEMENT_PORT = 9090;

    record Listen(int port, int managementPort) {}

    record Credential(String managedIdentityClientId) {}

    /** The proxy sends nothing to an account whose name does not lead to a private endpoint of the network. */
    record Upstream(List<String> addresses) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Callers(String tenantId, String audience, String requiredRole, List<Profile> profiles) {

        static Callers of(Settings.Callers settings, String tenantId) {
            var profiles = settings.profiles().stream().map(Profile::of).toList();
            return new Callers(
                    tenantId,
                    settings.audience(),
                    settings.requiredRole().orElse(null),
                    profiles.isEmpty() ? null : profiles);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Profile(
            String name,
            List<String> clientIds,
            List<String> roles,
            List<String> models,
            List<String> geographies,
            Integer requestsPerMinute,
            Integer tokensPerMinute,
            Integer concurrency,
            int priority,
            boolean streaming,
            boolean debug,
            Map<String, String> screening) {

        static Profile of(CallerProfile profile) {
            return new Profile(
                    profile.name(),
                    profile.clientIds(),
                    profile.roles(),
                    profile.models().isEmpty() ? null : profile.models(),
                    profile.geographies().isEmpty() ? null : profile.geographies(),
                    profile.requestsPerMinute().orElse(null),
                    profile.tokensPerMinute().orElse(null),
                    profile.concurrency().orElse(null),
                    profile.priority(),
                    profile.streaming(),
                    profile.debug(),
                    profile.screening().isEmpty() ? null : profile.screening());
        }
    }

    /** Absent when there is nothing to look for, so that the proxy's revision does not change for it. Words are a secret of the app. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Screened(Screening.Topics topics, Map<String, String> rules) {

        static Screened of(Screening screening) {
            return screening.equals(Screening.NONE)
                    ? null
                    : new Screened(screening.topics().orElse(null), screening.rules());
        }
    }

    record Pool(String id, String geography, int requestsPerMinute, int tokensPerMinute) {}

    record Account(String name, String endpoint, String region, String geography) {}

    record Deployment(String name, String account, String pool, String model, int priority) {}

    record Limits(int requestBodyBytes, int waitMillis, int attempts) {

        static Limits of(Settings.Limits settings) {
            return new Limits(settings.requestBodyMegabytes() << 20, settings.waitMillis(), settings.attempts());
        }
    }

    /**
     * Renders the document.
     *
     * @param clientId of the identity that the proxy calls the accounts with
     * @param tenantId whose tokens are accepted
     */
    public static String render(Plan plan, String clientId, String tenantId) {
        var config = new ProxyConfig(
                new Listen(PORT, MANAGEMENT_PORT),
                new Credential(clientId),
                new Upstream(List.of(plan.settings().addressSpace().toString())),
                Callers.of(plan.settings().callers(), tenantId),
                plan.settings().replicas().max(),
                plan.capacity().pools().stream().map(ProxyConfig::pool).toList(),
                plan.settings().accounts().stream()
                        .map(account -> account(plan, account))
                        .toList(),
                plan.capacity().deployments().stream()
                        .map(ProxyConfig::deployment)
                        .toList(),
                Limits.of(plan.settings().limits()),
                plan.settings().streams(),
                plan.timeouts().proxy(),
                Screened.of(plan.settings().screening()));
        try {
            return new ObjectMapper().writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Pool pool(CapacityPlan.Pool pool) {
        return new Pool(pool.id(), pool.geography(), pool.requestsPerMinute(), pool.tokensPerMinute());
    }

    private static Account account(Plan plan, Settings.Account account) {
        var endpoint = "https://" + plan.names().account(account.name()) + ".openai.azure.com";
        return new Account(account.name(), endpoint, account.region(), plan.geography(account.region()));
    }

    private static Deployment deployment(CapacityPlan.Deployment deployment) {
        var settings = deployment.settings();
        return new Deployment(
                settings.name(), deployment.account(), deployment.pool(), settings.model(), deployment.priority());
    }
}
