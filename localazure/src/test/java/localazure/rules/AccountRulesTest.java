package localazure.rules;

import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import localazure.arm.ArmResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountRulesTest {
    @TempDir
    Path dir;

    World world;

    @BeforeEach
    void open() {
        world = new World(dir, Duration.ofHours(48), Map.of(), () -> {});
    }

    private ArmResource account(String name, String subDomain) {
        return world.putExample("cognitiveservices:Account", inputs -> {
            inputs.put("accountName", name);
            ((ObjectNode) inputs.get("properties")).put("customSubDomainName", subDomain);
            return inputs;
        });
    }

    private ArmResource deployment(String account, String name, String sku, int capacity) {
        return world.putExample("cognitiveservices:Deployment", inputs -> {
            inputs.put("accountName", account).put("deploymentName", name);
            ((ObjectNode) inputs.get("sku")).put("name", sku).put("capacity", capacity);
            return inputs;
        });
    }

    private String modelRefusal(String name, String version, String sku) {
        return refusal(() -> world.putExample("cognitiveservices:Deployment", inputs -> {
            ((ObjectNode) inputs.get("sku")).put("name", sku);
            ((ObjectNode) inputs.at("/properties/model")).put("name", name).put("version", version);
            return inputs;
        }));
    }

    @Test
    void an_account_answers_its_endpoint() {
        ArmResource account = account("acct", "acct-sub");
        assertEquals(
                "https://acct-sub.openai.azure.com/",
                account.outputs().at("/properties/endpoint").asText());
    }

    @Test
    void a_sub_domain_belongs_to_one_account_of_the_world() {
        account("one", "taken");
        assertEquals("CustomDomainInUse", refusal(() -> account("two", "TAKEN")));
    }

    @Test
    void a_sub_domain_cannot_be_changed() {
        account("acct", "first");
        assertEquals("BadRequest", refusal(() -> account("acct", "second")));
    }

    @Test
    void a_deleted_account_holds_name_and_sub_domain_for_48_hours() {
        world.control.delete(account("acct", "held").id());
        assertEquals("FlagMustBeSetForRestore", refusal(() -> account("acct", "other")));
        assertEquals("CustomDomainInUse", refusal(() -> account("other", "held")));
        world.clock.advance(Duration.ofHours(48));
        account("acct", "held");
    }

    @Test
    void a_deleted_account_comes_back_with_the_restore_flag() {
        world.control.delete(account("acct", "held").id());
        ArmResource restored = world.putExample("cognitiveservices:Account", inputs -> {
            ((ObjectNode) inputs.get("properties"))
                    .put("customSubDomainName", "held")
                    .put("restore", true);
            return inputs;
        });
        assertTrue(restored.outputs().at("/properties/restore").isMissingNode());
    }

    @Test
    void there_is_nothing_to_restore_without_a_deleted_account() {
        assertEquals(
                "CanNotRestoreANonExistingResource",
                refusal(() -> world.putExample("cognitiveservices:Account", inputs -> {
                    ((ObjectNode) inputs.get("properties")).put("restore", true);
                    return inputs;
                })));
    }

    @Test
    void without_retention_a_name_is_free_at_once() {
        World free = new World(dir.resolve("free"));
        ArmResource account = free.putExample("cognitiveservices:Account");
        free.control.delete(account.id());
        free.putExample("cognitiveservices:Account");
    }

    @Test
    void a_subscription_has_thirty_accounts_a_region() {
        for (int i = 0; i < 30; i++) {
            account("acct" + i, "sub" + i);
        }
        assertEquals("QuotaExceeded", refusal(() -> account("more", "more")));
    }

    @ParameterizedTest
    @CsvSource({"Speech, S0, InvalidApiSetId", "OpenAI, S1, InvalidSku"})
    void kind_and_sku_are_those_of_azure_openai(String kind, String sku, String code) {
        assertEquals(
                code,
                refusal(() -> world.putExample("cognitiveservices:Account", inputs -> {
                    inputs.put("kind", kind).putObject("sku").put("name", sku);
                    return inputs;
                })));
    }

    @Test
    void a_deployment_needs_its_account() {
        assertEquals("ParentResourceNotFound", refusal(() -> deployment("acct", "chat", "DataZoneStandard", 10)));
    }

    @Test
    void a_deployment_answers_its_limits() {
        account("acct", "sub");
        ArmResource deployment = deployment("acct", "chat", "DataZoneStandard", 10);
        assertEquals(
                10_000,
                deployment.outputs().at("/properties/rateLimits/1/count").asInt());
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-99, 1, DataZoneStandard, DeploymentModelNotSupported",
        "gpt-5.1, 2001-01-01, DataZoneStandard, DeploymentModelNotSupported",
        "gpt-5-mini, 2025-08-07, Standard, InvalidResourceProperties",
        "gpt-5.1, 2025-11-13, NoSuchSku, InvalidResourceProperties",
    })
    void a_model_is_offered_by_version_and_sku(String name, String version, String sku, String code) {
        account("acct", "sub");
        assertEquals(code, modelRefusal(name, version, sku));
    }

    @Test
    void a_model_is_offered_by_region() {
        world.putExample("cognitiveservices:Account", inputs -> inputs.put("location", "westeurope"));
        assertEquals("InvalidResourceProperties", modelRefusal("gpt-5.1", "2025-11-13", "DataZoneStandard"));
    }

    @Test
    void a_retired_model_is_not_deployed_again_but_what_exists_stays() {
        account("acct", "sub");
        deployment("acct", "chat", "DataZoneStandard", 10);
        world.clock.advance(Duration.ofDays(365));
        assertEquals("ServiceModelDeprecated", refusal(() -> deployment("acct", "new", "DataZoneStandard", 10)));
        deployment("acct", "chat", "DataZoneStandard", 11);
    }

    @Test
    void accounts_of_one_region_share_their_quota() {
        account("one", "one");
        account("two", "two");
        deployment("one", "chat", "DataZoneStandard", 600);
        assertEquals("InsufficientQuota", refusal(() -> deployment("two", "chat", "DataZoneStandard", 401)));
        deployment("two", "chat", "DataZoneStandard", 400);
        deployment("two", "other-sku", "GlobalStandard", 1000);
    }

    @Test
    void a_deployment_does_not_compete_with_itself() {
        account("one", "one");
        deployment("one", "chat", "DataZoneStandard", 600);
        deployment("one", "chat", "DataZoneStandard", 900);
    }

    @Test
    void capacity_is_at_least_one() {
        account("acct", "sub");
        assertEquals("InvalidCapacity", refusal(() -> deployment("acct", "chat", "DataZoneStandard", 0)));
    }

    @Test
    void a_content_filter_exists() {
        account("acct", "sub");
        assertEquals(
                "InvalidResourceProperties",
                refusal(() -> world.putExample("cognitiveservices:Deployment", inputs -> {
                    ((ObjectNode) inputs.get("properties")).put("raiPolicyName", "Mine");
                    return inputs;
                })));
    }

    @Test
    void an_account_with_deployments_stays() {
        ArmResource account = account("acct", "sub");
        deployment("acct", "chat", "DataZoneStandard", 10);
        assertEquals("CannotDeleteResource", refusal(() -> world.control.delete(account.id())));
    }
}
