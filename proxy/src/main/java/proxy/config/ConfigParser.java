package proxy.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import proxy.io.AddressRange;

/** Turns the JSON document into a {@link ProxyConfig}; reports every fault at once. */
final class ConfigParser {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MAX_MEBIBYTES = 1024 * 1024;
    private static final String ENTRA = "https://login.microsoftonline.com/";

    private final List<String> faults = new ArrayList<>();
    private final Function<String, Optional<String>> files;
    private final Optional<String> words;

    private ConfigParser(Function<String, Optional<String>> files, Optional<String> words) {
        this.files = files;
        this.words = words;
    }

    /**
     * @param listenOverrides values of {@code listen} that win over the document's, for instance {@code port}
     * @param files content of a file that the document names, empty when it cannot be read
     * @param words lines of the list of words, when they are not in the document
     * @throws ConfigException when the document cannot be used
     */
    static ProxyConfig parse(
            String document,
            JsonNode listenOverrides,
            Function<String, Optional<String>> files,
            Optional<String> words) {
        var parser = new ConfigParser(files, words);
        var config = parser.root(read(document), listenOverrides);
        if (!parser.faults.isEmpty()) {
            throw new ConfigException(parser.faults);
        }
        return config;
    }

    private static JsonNode read(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    List.of("configuration: " + e.getOriginalMessage() + " (expected: one JSON object)"));
        }
    }

    private ProxyConfig root(JsonNode document, JsonNode listenOverrides) {
        try (var root = new Section("", document, faults)) {
            var listen = listen(root.section("listen"), new Section("PROXY_LISTEN", listenOverrides, faults));
            var credential = credential(root, listen);
            var screening = ScreeningParser.screening(root, files, words);
            var callers = callers(root, listen, screening);
            var pools = each(root.sections("pools", 0), ConfigParser::pool);
            var accounts = each(root.sections("accounts", 1), section -> account(section, credential));
            var deployments = each(
                    root.sections("deployments", 1),
                    section -> deployment(
                            section, names(accounts, ProxyConfig.Account::name), names(pools, ProxyConfig.Pool::id)));
            embeddings(root, screening, names(deployments, ProxyConfig.Deployment::name));
            unique("pools", names(pools, ProxyConfig.Pool::id), pools.size());
            unique("accounts", names(accounts, ProxyConfig.Account::name), accounts.size());
            unique("deployments", names(deployments, it -> it.name() + " of " + it.account()), deployments.size());
            return new ProxyConfig(
                    listen,
                    credential,
                    upstream(root),
                    callers,
                    root.integer("replicas", 1, Integer.MAX_VALUE, 1),
                    pools,
                    accounts,
                    deployments,
                    timeouts(root),
                    limits(root),
                    streams(root),
                    retries(root),
                    screening);
        }
    }

    private static void embeddings(Section root, Screening screening, Set<String> deployments) {
        screening
                .topics()
                .map(Screening.Topics::deployment)
                .filter(name -> !name.isEmpty() && !deployments.contains(name))
                .ifPresent(name -> root.fault("screening.topics.deployment", name, "the name of one of deployments"));
    }

    private static ProxyConfig.Listen listen(Section document, Section overrides) {
        try (document;
                overrides) {
            return new ProxyConfig.Listen(
                    overrides.text("host", document.text("host", "0.0.0.0")),
                    overrides.integer("port", 0, 65535, document.integer("port", 0, 65535, 8080)),
                    overrides.integer("managementPort", 0, 65535, document.integer("managementPort", 0, 65535, 9090)));
        }
    }

    private ProxyConfig.Credential credential(Section root, ProxyConfig.Listen listen) {
        if (root.saysNone("credential")) {
            onlyOnLoopback(root, "credential", listen);
            return new ProxyConfig.Credential.None();
        }
        try (var section = root.section("credential")) {
            return new ProxyConfig.Credential.ManagedIdentity(
                    section.text("managedIdentityClientId"),
                    section.text("resource", "https://cognitiveservices.azure.com"));
        }
    }

    private static ProxyConfig.Upstream upstream(Section root) {
        try (var section = root.section("upstream")) {
            var addresses = new ArrayList<AddressRange>();
            section.texts("addresses")
                    .orElse(List.of())
                    .forEach(text -> AddressRange.parse(text)
                            .ifPresentOrElse(
                                    addresses::add,
                                    () -> section.fault("addresses", text, "ranges such as 10.20.0.0/16 or fd00::/8")));
            return new ProxyConfig.Upstream(List.copyOf(addresses));
        }
    }

    private List<ProxyConfig.Profile> profiles(Section callers, Screening screening) {
        var profiles = callers.has("profiles")
                ? each(callers.sections("profiles", 0), each -> ProfileParser.profile(each, screening))
                : List.<ProxyConfig.Profile>of();
        unique("callers.profiles", names(profiles, ProxyConfig.Profile::name), profiles.size());
        return profiles;
    }

    private ProxyConfig.Callers callers(Section root, ProxyConfig.Listen listen, Screening screening) {
        if (root.saysNone("callers")) {
            onlyOnLoopback(root, "callers", listen);
            return new ProxyConfig.Callers.Anyone();
        }
        try (var section = root.section("callers")) {
            var tenant = section.text("tenantId");
            return new ProxyConfig.Callers.Entra(
                    tenant,
                    section.text("audience"),
                    section.text("issuer", ENTRA + tenant + "/v2.0"),
                    url(section, "jwksUri", section.text("jwksUri", ENTRA + tenant + "/discovery/v2.0/keys"), false),
                    section.optionalText("requiredRole"),
                    Duration.ofSeconds(section.integer("clockSkewSeconds", 0, 300, 60)),
                    profiles(section, screening));
        }
    }

    private static void onlyOnLoopback(Section root, String key, ProxyConfig.Listen listen) {
        if (!listen.onLoopback()) {
            root.fault(key, "none on " + listen.host(), "none only with listen.host 127.0.0.1, ::1 or localhost");
        }
    }

    private static ProxyConfig.Pool pool(Section section) {
        return new ProxyConfig.Pool(
                section.text("id"),
                section.optionalText("geography"),
                section.required("requestsPerMinute", 0, Integer.MAX_VALUE),
                section.required("tokensPerMinute", 0, Integer.MAX_VALUE));
    }

    private static ProxyConfig.Account account(Section section, ProxyConfig.Credential credential) {
        var plainAllowed = credential instanceof ProxyConfig.Credential.None;
        return new ProxyConfig.Account(
                section.text("name"),
                url(section, "endpoint", section.text("endpoint"), plainAllowed),
                section.optionalText("region"),
                section.optionalText("geography"));
    }

    private static ProxyConfig.Deployment deployment(Section section, Set<String> accounts, Set<String> pools) {
        var name = section.text("name");
        if (!name.isEmpty() && !name.matches("[A-Za-z0-9._-]{1,64}")) {
            section.fault("name", name, "1 to 64 letters, digits, '.', '_' or '-'");
        }
        var account = section.text("account");
        if (!account.isEmpty() && !accounts.contains(account)) {
            section.fault("account", account, "the name of one of accounts");
        }
        var pool = section.text("pool");
        if (!pool.isEmpty() && !pools.contains(pool)) {
            section.fault("pool", pool, "the id of one of pools");
        }
        return new ProxyConfig.Deployment(
                name,
                account,
                pool,
                section.optionalText("model"),
                section.integer("priority", 1, Integer.MAX_VALUE, 1));
    }

    private static ProxyConfig.Timeouts timeouts(Section root) {
        try (var section = root.section("timeouts")) {
            return new ProxyConfig.Timeouts(
                    Duration.ofMillis(section.integer("connectMillis", 1, Integer.MAX_VALUE, 2000)),
                    seconds(section, "requestHeaderSeconds", 1, 5),
                    seconds(section, "requestBodySeconds", 1, 30),
                    seconds(section, "firstByteSeconds", 1, 60),
                    seconds(section, "idleSeconds", 1, 60),
                    seconds(section, "totalSeconds", 1, 220),
                    seconds(section, "drainSeconds", 0, 220));
        }
    }

    private static ProxyConfig.Limits limits(Section root) {
        try (var section = root.section("limits")) {
            return new ProxyConfig.Limits(
                    section.integer("requestBodyBytes", 1, Integer.MAX_VALUE, 2 * 1024 * 1024),
                    section.integer("attempts", 1, 3, 3),
                    section.integer("waitMillis", 0, 10_000, 50),
                    section.integer("memoryBudgetMiB", 1, MAX_MEBIBYTES, 128),
                    section.integer("connections", 1, Integer.MAX_VALUE, 16_384));
        }
    }

    private static ProxyConfig.Streams streams(Section root) {
        try (var section = root.section("streams")) {
            return new ProxyConfig.Streams(
                    section.integer("eventBytes", 1024, MAX_MEBIBYTES * 1024, 4 * 1024 * 1024),
                    section.integer("holdBytes", 0, MAX_MEBIBYTES * 1024, 64 * 1024),
                    Duration.ofMillis(section.integer("holdMillis", 0, 60_000, 1_000)),
                    seconds(section, "heartbeatSeconds", 0, 0));
        }
    }

    private static ProxyConfig.Retries retries(Section root) {
        try (var section = root.section("retries")) {
            return new ProxyConfig.Retries(
                    section.integer("percent", 0, 100, 20), section.integer("burst", 0, 10_000, 50));
        }
    }

    private static Duration seconds(Section section, String key, int min, int byDefault) {
        return Duration.ofSeconds(section.integer(key, min, Integer.MAX_VALUE, byDefault));
    }

    /** A token must not travel in the clear, so plain HTTP is for this machine, or for upstreams that get none. */
    private static URI url(Section section, String key, String text, boolean plainAllowed) {
        if (!text.isEmpty()) {
            try {
                var uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
                var plain = "http".equals(uri.getScheme())
                        && uri.getHost() != null
                        && (plainAllowed || Loopback.is(uri.getHost()));
                var bare = uri.getHost() != null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null
                        && uri.getUserInfo() == null;
                if (bare && (plain || "https".equals(uri.getScheme()))) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Reported below, with the rule.
            }
            section.fault(
                    key,
                    text,
                    "an https:// URL without user, query or fragment; http:// only to loopback or, for accounts, with credential none");
        }
        return URI.create("https://invalid");
    }

    private static <T> List<T> each(List<Section> sections, Function<Section, T> read) {
        var items = new ArrayList<T>();
        for (var section : sections) {
            try (section) {
                items.add(read.apply(section));
            }
        }
        return List.copyOf(items);
    }

    private static <T> Set<String> names(List<T> items, Function<T, String> name) {
        return items.stream().map(name).collect(Collectors.toCollection(HashSet::new));
    }

    private void unique(String key, Set<String> names, int count) {
        if (names.size() != count) {
            faults.add(key + ": " + (count - names.size()) + " repeated (expected: no name twice)");
        }
    }
}
