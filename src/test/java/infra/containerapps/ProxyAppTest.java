package infra.containerapps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceTransformation;
import com.pulumi.test.PulumiTest;
import infra.identity.WorkloadIdentity;
import infra.identity.WorkloadIdentityArgs;
import infra.settings.ResponseKey;
import infra.settings.Settings;
import infra.settings.Words;
import infra.testkit.FakeImageBuilder;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyAppTest {

    private static final String TYPE = "azure-native:app/v20230501:ContainerApp";
    private static final ResponseKey KEY = new ResponseKey("x".repeat(32));
    private static final String IMAGE = "images.azurecr.io/proxy@" + FakeImageBuilder.DIGEST;

    @Test
    void defaults_are_secure() {
        var app = run(args());
        assertEquals(false, app.at("configuration.ingress.allowInsecure"));
        assertEquals("UserAssigned", app.at("identity.type"));
        assertNull(app.at("configuration.secrets"));
        assertNull(app.at("configuration.registries.0.passwordSecretRef"));
    }

    @Test
    void the_network_reaches_port_8080_of_the_newest_revision() {
        var app = run(args());
        assertEquals(true, app.at("configuration.ingress.external"));
        assertEquals(8080L, app.at("configuration.ingress.targetPort"));
        assertEquals("http", app.at("configuration.ingress.transport"));
        assertEquals("Single", app.at("configuration.activeRevisionsMode"));
        assertEquals(true, app.at("configuration.ingress.traffic.0.latestRevision"));
    }

    @Test
    void the_identity_pulls_the_image_and_no_other_is_attached() {
        var app = run(args());
        var identity = Fixtures.SCOPE + "/Microsoft.ManagedIdentity/userAssignedIdentities/proxy";
        assertEquals(IMAGE, app.at("template.containers.0.image"));
        assertEquals("images.azurecr.io", app.at("configuration.registries.0.server"));
        assertEquals(identity, app.at("configuration.registries.0.identity"));
        assertEquals(List.of(identity), app.at("identity.userAssignedIdentities"));
    }

    @Test
    void the_configuration_is_one_variable() {
        var app = run(args());
        assertEquals("PROXY_CONFIG", app.at("template.containers.0.env.0.name"));
        assertEquals("{}", app.at("template.containers.0.env.0.value"));
        assertNull(app.at("template.containers.0.env.1"));
    }

    @Test
    void the_response_key_is_a_secret_of_the_app_that_one_variable_refers_to() {
        var app = run(args().responseKey(Optional.of(KEY)));
        assertEquals("response-key", app.at("configuration.secrets.0.name"));
        assertEquals(KEY.value(), app.at("configuration.secrets.0.value"));
        assertEquals(
                Map.of("name", "PROXY_RESPONSE_KEY", "secretRef", "response-key"),
                app.at("template.containers.0.env.1"));
        assertFalse(app.at("template").toString().contains(KEY.value()));
    }

    @Test
    void the_engine_keeps_the_response_key_encrypted() {
        var seen = new ArrayList<ContainerApp.Args>();
        ResourceTransformation spy = resource -> {
            if (resource.args() instanceof ContainerApp.Args each) seen.add(each);
            return Optional.empty();
        };
        PulumiHarness.run(context -> new ProxyApp(
                "proxy",
                args().responseKey(Optional.of(KEY)).build(),
                ComponentResourceOptions.builder().resourceTransformations(spy).build()));
        var secrets =
                PulumiTest.extractValue(seen.get(0).configuration).secrets().orElseThrow();
        var value = PulumiTest.extractValue(secrets).get(0).value().orElseThrow();
        assertTrue(PulumiHarness.isSecret(value));
    }

    @Test
    void another_response_key_is_another_revision() {
        var path = "template.containers.0.env.2.value";
        var one = run(args().responseKey(Optional.of(KEY))).at(path);
        var other = run(args().responseKey(Optional.of(new ResponseKey("y".repeat(32)))))
                .at(path);
        assertTrue(one.toString().matches("[0-9a-f]{8}"), one.toString());
        assertNotEquals(one, other);
    }

    @Test
    void words_are_a_secret_of_the_app_that_one_variable_refers_to() {
        var app = run(args().words(new Words(List.of("", "falcon", "heron"))));
        assertEquals("words", app.at("configuration.secrets.0.name"));
        assertEquals("\nfalcon\nheron", app.at("configuration.secrets.0.value"));
        assertEquals(Map.of("name", "PROXY_WORDS", "secretRef", "words"), app.at("template.containers.0.env.1"));
        assertEquals("PROXY_WORDS_VERSION", app.at("template.containers.0.env.2.name"));
        assertFalse(app.at("template").toString().contains("falcon"));
    }

    @Test
    void another_list_of_words_is_another_revision_of_which_the_template_tells_nothing_without_the_key() {
        var falcon = new Words(List.of("falcon"));
        var version = version(falcon, Optional.of(KEY));
        assertTrue(version.matches("[0-9a-f]{8}"), version);
        assertEquals(version, version(falcon, Optional.of(KEY)));
        assertNotEquals(version, version(new Words(List.of("heron")), Optional.of(KEY)));
        assertNotEquals(version, version(falcon, Optional.of(new ResponseKey("y".repeat(32)))));
        assertNotEquals("a8457139", version(falcon, Optional.empty()), "begins the plain SHA-256 of it");
    }

    private static String version(Words words, Optional<ResponseKey> key) {
        var variables = run(args().words(words).responseKey(key)).at("template.containers.0.env");
        return ((List<?>) variables)
                .stream()
                        .map(each -> (Map<?, ?>) each)
                        .filter(each -> "PROXY_WORDS_VERSION".equals(each.get("name")))
                        .map(each -> String.valueOf(each.get("value")))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void each_probe_asks_its_own_page() {
        var app = run(args());
        assertEquals("Startup /live", probe(app, 0));
        assertEquals("Liveness /live", probe(app, 1));
        assertEquals(6L, app.at("template.containers.0.probes.1.failureThreshold"));
        assertEquals("Readiness /ready", probe(app, 2));
    }

    @Test
    void a_replica_has_most_of_a_minute_to_start_in_as_many_failures_as_azure_takes() {
        var app = run(args());
        for (var index = 0; index < 3; index++) {
            var failures = (long) app.at("template.containers.0.probes." + index + ".failureThreshold");
            assertTrue(failures <= 10, index + ": " + failures);
        }
        assertEquals(10L, app.at("template.containers.0.probes.0.failureThreshold"));
        assertEquals(5L, app.at("template.containers.0.probes.0.periodSeconds"));
    }

    @Test
    void max_sets_every_option() {
        var app = run(args().replicas(new Settings.Replicas(4, 40)).graceSeconds(230));
        assertEquals(4L, app.at("template.scale.minReplicas"));
        assertEquals(40L, app.at("template.scale.maxReplicas"));
        assertEquals(230L, app.at("template.terminationGracePeriodSeconds"));
        assertEquals("5041ce", app.at("tags.proxySource"));
        assertEquals("Consumption", app.at("workloadProfileName"));
    }

    @Test
    void the_app_waits_for_what_must_exist_before_its_first_replica() {
        var resources = PulumiHarness.run(context -> {
            var before = new WorkloadIdentity(
                    "before",
                    new WorkloadIdentityArgs(Fixtures.group(), Output.of("subscription")),
                    Fixtures.options());
            new ProxyApp("proxy", args().after(List.of(before)).build(), Fixtures.options());
        });
        assertTrue(resources.only(TYPE).waitsFor(resources.only("infra:identity:WorkloadIdentity")));
    }

    @Test
    void its_host_name_is_its_name_in_the_environments_domain() {
        var resources = PulumiHarness.run(
                context -> context.export("fqdn", new ProxyApp("proxy", args().build(), Fixtures.options()).fqdn()));
        assertEquals("the-proxy.mock.azurecontainerapps.io", resources.outputs().get("fqdn"));
    }

    @Test
    void a_name_or_a_grace_that_azure_refuses_is_refused_here() {
        assertEquals(
                "appName: a--b (expected: 2 to 32 lower-case letters, digits and single '-', a letter first)",
                fault(args("a--b")));
        assertEquals("graceSeconds: 601 (expected: 0 to 600)", fault(args().graceSeconds(601)));
    }

    private static String fault(ProxyAppArgs.Builder args) {
        return assertThrows(IllegalArgumentException.class, args::build).getMessage();
    }

    private static String probe(RecordedResource app, int index) {
        var path = "template.containers.0.probes." + index;
        assertEquals(8080L, app.at(path + ".httpGet.port"));
        return app.at(path + ".type") + " " + app.at(path + ".httpGet.path");
    }

    private static RecordedResource run(ProxyAppArgs.Builder args) {
        return PulumiHarness.run(context -> new ProxyApp("proxy", args.build(), Fixtures.options()))
                .only(TYPE);
    }

    private static ProxyAppArgs.Builder args() {
        return args("the-proxy");
    }

    private static ProxyAppArgs.Builder args(String name) {
        return ProxyAppArgs.builder(
                        Fixtures.group(),
                        name,
                        new EnvironmentRef(Output.of("environment-id"), Output.of("mock.azurecontainerapps.io")))
                .image(Output.of(IMAGE), Output.of("images.azurecr.io"), "5041ce")
                .identity(Fixtures.identity())
                .configuration(Output.of("{}"));
    }
}
