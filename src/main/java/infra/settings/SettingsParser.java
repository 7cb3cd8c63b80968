package infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import infra.settings.Settings.Alerts;
import infra.settings.Settings.Image;
import infra.settings.Settings.Replicas;
import infra.settings.Settings.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns settings as text into {@link Settings}, collecting faults on the way. */
final class SettingsParser {

    static final String NAMESPACE = "sluice:";
    private static final String SUBSCRIPTION = "azure-native:subscriptionId";

    static final List<String> SCALARS = List.of(
            "location",
            "addressSpace",
            "generation",
            "dataBoundary",
            "protect",
            "zoneRedundant",
            "responseKey",
            "baseImage",
            "registryPushEndpoint");
    static final List<String> STRUCTURED = List.of(
            "models",
            "accounts",
            "contentFilters",
            "callers",
            "screening",
            "replicas",
            "timeouts",
            "limits",
            "streams",
            "workspace",
            "promptLog",
            "alerts",
            "gateway");

    static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** Any of Azure's, which get more: only accounts must be where the catalogue has models. */
    static final Pattern REGION = Pattern.compile("[a-z][a-z0-9]{2,40}");

    private static final Pattern DIGEST_REFERENCE = Pattern.compile("[a-z0-9.:/_-]+@sha256:[0-9a-f]{64}");
    private static final Pattern HOST_PORT = Pattern.compile("[A-Za-z0-9.-]+:\\d{1,5}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,190}");
    private static final Pattern HTTPS = Pattern.compile("https://[^/?#@\\s]+[^?#@\\s]*");
    private static final Pattern WORKSPACE_ID = Pattern.compile(
            "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.OperationalInsights/workspaces/[^/]+",
            Pattern.CASE_INSENSITIVE);

    /**
     * Ranges that a Container Apps environment keeps for itself (Microsoft Learn, "Virtual network configuration in Azure
     * Container Apps environments").
     */
    private static final List<Cidr> RESERVED =
            List.of("169.254.0.0/16", "172.30.0.0/15", "192.0.2.0/24", "100.100.0.0/17", "100.100.128.0/17").stream()
                    .map(text -> Cidr.parse(text).orElseThrow())
                    .toList();

    private final List<String> faults = new ArrayList<>();
    private final Function<String, Optional<String>> lookup;
    private final Function<String, Optional<String>> files;
    private final Catalogue catalogue;

    SettingsParser(
            Function<String, Optional<String>> lookup, Function<String, Optional<String>> files, Catalogue catalogue) {
        this.lookup = lookup;
        this.files = files;
        this.catalogue = catalogue;
    }

    Settings parse() {
        var root = root();
        var boundary = boundary(root);
        var subscription = subscription();
        var filters = new ContentFilterParser(root, files).filters();
        var fleet = new FleetParser(root, catalogue, boundary, subscription, filters);
        var models = fleet.models();
        var accounts = fleet.accounts(models);
        var screening = new ScreeningParser(root, files, catalogue, models).screening();
        var callers = new CallersParser(root, catalogue, models, accounts, screening).callers();
        var location = root.text(
                "location", "japaneast", value -> REGION.matcher(value).matches(), "a region such as japaneast");
        var settings = new Settings(
                subscription,
                location,
                addressSpace(root),
                root.number("generation", 1, 1, 999, ""),
                boundary,
                models,
                accounts,
                callers,
                replicas(root.section("replicas")),
                RequestParser.timeouts(root.section("timeouts")),
                RequestParser.limits(root.section("limits")),
                RequestParser.streams(root.section("streams")),
                workspace(root.section("workspace")),
                alerts(root.section("alerts")),
                new GatewayParser(root.section("gateway")).gateway(),
                image(root, subscription),
                new PromptLogParser(root.section("promptLog"), catalogue, callers).promptLog(location),
                filters,
                screening,
                root.secret("responseKey", ResponseKey.RULE, ResponseKey.EXPECTED)
                        .map(ResponseKey::new),
                root.flag("protect", false),
                root.flag("zoneRedundant", true));
        if (!faults.isEmpty()) throw new IllegalArgumentException(String.join("\n", faults));
        return settings;
    }

    private Section root() {
        var values = JsonNodeFactory.instance.objectNode();
        for (var key : SCALARS)
            lookup.apply(NAMESPACE + key).ifPresent(text -> values.set(key, TextNode.valueOf(text)));
        for (var key : STRUCTURED) {
            lookup.apply(NAMESPACE + key).ifPresent(text -> {
                try {
                    values.set(key, new ObjectMapper().readTree(text));
                } catch (JsonProcessingException e) {
                    faults.add(NAMESPACE + key + ": " + text + " (expected: a YAML object or list)");
                }
            });
        }
        return new Section(NAMESPACE, values, faults);
    }

    private Optional<String> subscription() {
        var value = lookup.apply(SUBSCRIPTION).filter(text -> !text.isEmpty());
        value.filter(text -> !GUID.matcher(text).matches())
                .ifPresent(text -> faults.add(SUBSCRIPTION + ": " + text + " (expected: a GUID)"));
        return value;
    }

    private Cidr addressSpace(Section root) {
        var expected = "a range of /16 to /21 that Container Apps does not reserve, such as 10.20.0.0/16";
        var text = root.text("addressSpace", "10.20.0.0/16", SettingsParser::isAddressSpace, expected);
        return Cidr.parse(text).orElseThrow();
    }

    private static boolean isAddressSpace(String text) {
        return Cidr.parse(text)
                .filter(range -> range.prefix() >= 16 && range.prefix() <= 21)
                .filter(range -> RESERVED.stream().noneMatch(range::overlaps))
                .isPresent();
    }

    private static DataBoundary boundary(Section root) {
        var word = root.text(
                "dataBoundary", "geography", text -> DataBoundary.of(text).isPresent(), "region, geography or world");
        return DataBoundary.of(word).orElseThrow();
    }

    private static Replicas replicas(Section section) {
        var min = section.number("min", 1, 1, 30, "");
        var replicas = new Replicas(min, section.number("max", Math.max(min, 3), min, 300, ""));
        section.close();
        return replicas;
    }

    private static Workspace workspace(Section section) {
        var adopted = section.optional("resourceId", WORKSPACE_ID, "the resource id of a Log Analytics workspace");
        for (var own : List.of("retentionDays", "dailyCapGigabytes")) {
            if (adopted.isPresent() && section.has(own)) {
                section.fault(own, "set beside resourceId", "absent: an adopted workspace keeps its own");
            }
        }
        var retention = section.number("retentionDays", 90, 30, 730, " days");
        var cap = Optional.of(section.number("dailyCapGigabytes", 0, 1, 100_000, " GB a day"))
                .filter(gigabytes -> gigabytes > 0);
        section.close();
        return adopted.<Workspace>map(Workspace.Adopt::new).orElse(new Workspace.Create(retention, cap));
    }

    private static Alerts alerts(Section section) {
        var emails = section.texts("emails", EMAIL, "e-mail addresses");
        var webhooks = section.texts("webhooks", HTTPS, "https addresses that hold no secret");
        var overrides = section.section("thresholds");
        var thresholds = new TreeMap<String, Double>();
        for (var id : AlertCatalogue.load().ids()) {
            if (overrides.has(id)) thresholds.put(id, overrides.decimal(id, 0, 0, 1_000_000_000, ""));
        }
        overrides.close();
        section.close();
        return new Alerts(emails, webhooks, thresholds);
    }

    private Image image(Section root, Optional<String> subscription) {
        var base = root.optional("baseImage", DIGEST_REFERENCE, "NAME@sha256:DIGEST");
        var endpoint = root.optional("registryPushEndpoint", HOST_PORT, "host:port");
        var image = new Image(base, endpoint);
        if (image.local()) return image;
        if (base.isEmpty()) {
            root.fault("baseImage", "absent", "NAME@sha256:DIGEST; only a loopback registryPushEndpoint does without");
        }
        placeholders(root, subscription);
        return image;
    }

    private void placeholders(Section root, Optional<String> subscription) {
        subscription.ifPresent(text -> Placeholders.expected(text)
                .ifPresent(expected -> faults.add(SUBSCRIPTION + ": " + text + " (expected: " + expected + ")")));
        for (var key : STRUCTURED) {
            for (var leaf : root.leaves(key))
                Placeholders.expected(leaf.value().asText()).ifPresent(leaf::fault);
        }
    }
}
