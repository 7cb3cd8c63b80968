package localazure.rules;

import static localazure.rules.World.json;
import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import localazure.arm.ArmResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentFilterRulesTest {
    private static final String LIST = "cognitiveservices/v20241001:RaiBlocklist";
    private static final String ITEM = "cognitiveservices/v20241001:RaiBlocklistItem";
    private static final String POLICY = "cognitiveservices/v20241001:RaiPolicy";
    private static final String DEPLOYMENT = "cognitiveservices:Deployment";

    @TempDir
    Path dir;

    World world;

    @BeforeEach
    void open() {
        world = new World(dir);
        world.putExample("cognitiveservices:Account");
    }

    private String policyRefusal(String pointer, String property, String value) {
        world.putExample(LIST);
        return refusal(() -> world.putExample(POLICY, inputs -> {
            ((ObjectNode) inputs.at(pointer)).put(property, value);
            return inputs;
        }));
    }

    private ArmResource deployment(String filter) {
        return world.putExample(DEPLOYMENT, inputs -> {
            ((ObjectNode) inputs.get("properties")).put("raiPolicyName", filter);
            return inputs;
        });
    }

    @Test
    void a_policy_over_a_list_that_exists_is_attached_to_a_deployment() {
        world.putExample(LIST);
        world.putExample(ITEM);
        ArmResource policy = world.putExample(POLICY);
        assertEquals("strict", policy.outputs().at("/name").asText());
        assertTrue(policy.id().endsWith("/accounts/acct/raiPolicies/strict"), policy.id());
        deployment("strict");
    }

    @Test
    void a_list_needs_its_account_and_an_item_its_list() {
        assertEquals("ParentResourceNotFound", refusal(() -> world.putExample(ITEM)));
        assertEquals(
                "ParentResourceNotFound",
                refusal(() -> world.put(LIST, json("{accountName: 'other', raiBlocklistName: 'words'}"))));
    }

    @Test
    void a_policy_over_a_list_that_does_not_exist_is_refused() {
        assertEquals("InvalidResourceProperties", refusal(() -> world.putExample(POLICY)));
    }

    @ParameterizedTest
    @CsvSource({
        "/properties,                   basePolicyName,    Microsoft.Other, InvalidResourceProperties",
        "/properties,                   mode,              Sometimes,       InvalidResourceProperties",
        "/properties/contentFilters/0,  name,              Rage,            Resource has invalid content filter",
        "/properties/contentFilters/0,  severityThreshold, Severe,          Resource has invalid content filter",
        "/properties/contentFilters/0,  source,            Answer,          Resource has invalid content filter",
        "/properties/contentFilters/1,  source,            Completion,      Resource has invalid content filter",
        "/properties/contentFilters/2,  source,            Prompt,          Resource has invalid content filter",
        "/properties/customBlocklists/0, source,           Answer,          InvalidResourceProperties"
    })
    void a_policy_that_breaks_a_rule_is_refused(String pointer, String property, String value, String code) {
        assertEquals(code, policyRefusal(pointer, property, value));
    }

    @Test
    void the_policies_of_the_system_are_not_written() {
        world.putExample(LIST);
        assertEquals(
                "InvalidResourceProperties",
                refusal(() -> world.putExample(POLICY, inputs -> inputs.put("raiPolicyName", "Microsoft.DefaultV2"))));
    }

    @Test
    void an_expression_that_is_none_is_refused() {
        world.putExample(LIST);
        assertEquals(
                "InvalidResourceProperties",
                refusal(() -> world.putExample(ITEM, inputs -> {
                    ((ObjectNode) inputs.get("properties")).put("pattern", "(").put("isRegex", true);
                    return inputs;
                })));
    }

    @Test
    void what_is_used_is_not_deleted() {
        ArmResource list = world.putExample(LIST);
        ArmResource policy = world.putExample(POLICY);
        ArmResource deployment = deployment("strict");
        assertEquals("CannotDeleteResource", refusal(() -> world.control.delete(list.id())));
        assertEquals("CannotDeleteResource", refusal(() -> world.control.delete(policy.id())));
        for (ArmResource each : new ArmResource[] {deployment, policy, list}) {
            world.control.delete(each.id());
        }
        assertTrue(world.control.find(list.id()).isEmpty());
    }

    @Test
    void a_deployment_does_not_name_the_policy_of_another_account() {
        world.putExample(LIST);
        world.putExample(POLICY);
        world.putExample("cognitiveservices:Account", inputs -> {
            ((ObjectNode) inputs.get("properties")).put("customSubDomainName", "other-sub");
            return inputs.put("accountName", "other");
        });
        assertEquals(
                "InvalidResourceProperties",
                refusal(() -> world.putExample(DEPLOYMENT, inputs -> {
                    ((ObjectNode) inputs.get("properties")).put("raiPolicyName", "strict");
                    return inputs.put("accountName", "other");
                })));
    }

    @ParameterizedTest
    @CsvSource({LIST, ITEM, POLICY})
    void a_second_operation_on_the_account_conflicts(String type) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        AtomicReference<Runnable> provisioning = new AtomicReference<>(() -> {});
        World busy = new World(
                dir.resolve("busy"),
                Duration.ZERO,
                Map.of(),
                () -> provisioning.get().run());
        busy.putExample("cognitiveservices:Account");
        busy.putExample(LIST);
        provisioning.set(() -> {
            entered.countDown();
            await(held);
        });
        CompletableFuture<ArmResource> first = CompletableFuture.supplyAsync(() -> busy.putExample(DEPLOYMENT));
        entered.await();
        assertEquals("RequestConflict", refusal(() -> busy.putExample(type)));
        held.countDown();
        first.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
