package proxy.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import proxy.io.AddressRange;

/** Turns the JSON document into a {@link ProxyConfig}; reports every fault at once. */
final class ConfigParser {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

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
            var credential = BackendsParser.credential(root, listen);
            var screening = ScreeningParser.screening(root, files, words);
            var callers = CallersParser.callers(root, listen, screening);
            var pools = BackendsParser.pools(root);
            var accounts = BackendsParser.accounts(root, credential);
            var deployments = BackendsParser.deployments(root, accounts, pools);
            embeddings(root, screening, deployments);
            BackendsParser.distinct(root, pools, accounts, deployments);
            return new ProxyConfig(
                    listen,
                    credential,
                    upstream(root),
                    callers,
                    root.integer("replicas", 1, Integer.MAX_VALUE, 1),
                    pools,
                    accounts,
                    deployments,
                    LimitsParser.timeouts(root),
                    LimitsParser.limits(root),
                    LimitsParser.streams(root),
                    LimitsParser.retries(root),
                    screening);
        }
    }

    private static void embeddings(Section root, Screening screening, List<ProxyConfig.Deployment> deployments) {
        screening
                .topics()
                .map(Screening.Topics::deployment)
                .filter(name -> !name.isEmpty()
                        && deployments.stream().noneMatch(it -> it.name().equals(name)))
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
}
