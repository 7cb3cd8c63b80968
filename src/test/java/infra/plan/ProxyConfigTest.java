package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import infra.settings.Catalogue;
import infra.testkit.StackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyConfigTest {

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void every_stack_renders_what_the_proxys_schema_describes(String stack) throws IOException {
        var document = ProxyConfig.render(StackFiles.plan(stack), "client", "tenant");
        var folder = Files.createDirectories(Path.of("target/proxy-config"));
        Files.writeString(folder.resolve(stack + ".json"), document);
        assertEquals(Set.of(), faults(document));
    }

    @Test
    void the_schema_refuses_what_it_does_not_know() throws IOException {
        var document =
                ProxyConfig.render(StackFiles.plan("dev"), "client", "tenant").replace("\"callers\"", "\"caller\"");
        assertEquals(2, faults(document).size());
    }

    @Test
    void every_deployment_names_an_account_and_a_pool_of_the_document() throws IOException {
        var document = new ObjectMapper().readTree(ProxyConfig.render(StackFiles.plan("prod"), "client", "tenant"));
        var accounts = document.get("accounts").findValuesAsText("name");
        var pools = document.get("pools").findValuesAsText("id");
        for (var deployment : document.get("deployments")) {
            assertEquals(true, accounts.contains(deployment.get("account").asText()));
            assertEquals(true, pools.contains(deployment.get("pool").asText()));
        }
        assertEquals(12, accounts.size());
    }

    @Test
    void callers_are_those_of_the_settings() throws IOException {
        var document = new ObjectMapper().readTree(ProxyConfig.render(StackFiles.plan("dev"), "client", "tenant"));
        assertEquals(
                "{\"tenantId\":\"tenant\",\"audience\":\"api://sluice\"}",
                document.get("callers").toString());
        assertEquals(
                "{\"managedIdentityClientId\":\"client\"}",
                document.get("credential").toString());
    }

    @Test
    void the_names_of_accounts_may_lead_into_the_virtual_network_and_nowhere_else() throws IOException {
        var plan = StackFiles.plan("dev");
        var document = new ObjectMapper().readTree(ProxyConfig.render(plan, "client", "tenant"));
        assertEquals(
                "{\"addresses\":[\"" + plan.settings().addressSpace() + "\"]}",
                document.get("upstream").toString());
    }

    @Test
    void profiles_and_the_number_of_replicas_reach_the_proxy() throws IOException {
        var settings = StackFiles.example("caller-profiles");
        var plan = Plan.of(settings, Catalogue.load(), "test", "sluice", "dev");
        var document = ProxyConfig.render(plan, "client", "tenant");
        assertEquals(Set.of(), faults(document));
        var json = new ObjectMapper().readTree(document);
        assertEquals(2, json.get("replicas").asInt());
        assertEquals(
                "{\"name\":\"moderators\",\"clientIds\":[],\"roles\":[\"Moderator\"],\"models\":[\"gpt-5-mini\"],"
                        + "\"geographies\":[\"us\"],\"concurrency\":4,\"priority\":1,\"streaming\":true,\"debug\":false}",
                json.at("/callers/profiles/0").toString());
        assertEquals(
                "{\"name\":\"everyone\",\"clientIds\":[],\"roles\":[\"Chat\"],\"models\":[\"gpt-5.1\"],"
                        + "\"requestsPerMinute\":60,\"tokensPerMinute\":20000,\"priority\":3,\"streaming\":true,\"debug\":false}",
                json.at("/callers/profiles/1").toString());
    }

    private static Set<?> faults(String document) throws IOException {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("proxy/config.schema.json")));
        return schema.validate(document, InputFormat.JSON);
    }
}
