package localazure.arm;

import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import localazure.rules.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {
    private static final String GROUP = "azure-native:resources:ResourceGroup";

    @TempDir
    Path dir;

    final ExecutorService threads = Executors.newCachedThreadPool();
    final CountDownLatch started = new CountDownLatch(1);
    final CountDownLatch finish = new CountDownLatch(1);

    @AfterEach
    void stop() {
        finish.countDown();
        threads.shutdown();
    }

    /** Once armed, the next provisioning lasts until the test lets it finish. */
    private World slow(boolean[] armed) {
        return new World(dir, Duration.ZERO, Map.of(), () -> {
            if (armed[0]) {
                armed[0] = false;
                started.countDown();
                await(finish);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ArmResource deployment(World world, String account, String name) {
        return world.putExample(
                "cognitiveservices:Deployment",
                inputs -> inputs.put("accountName", account).put("deploymentName", name));
    }

    private static void account(World world, String name) {
        world.putExample("cognitiveservices:Account", inputs -> {
            inputs.put("accountName", name);
            ((ObjectNode) inputs.get("properties")).put("customSubDomainName", name);
            return inputs;
        });
    }

    @Test
    void parallel_operations_below_one_account_are_refused_and_others_are_not() throws Exception {
        boolean[] armed = {false};
        World world = slow(armed);
        account(world, "acct");
        account(world, "other");
        ArmResource old = deployment(world, "acct", "old");
        world.putExample("network:NetworkSecurityGroup");
        world.putExample("network:VirtualNetwork");
        armed[0] = true;
        Future<ArmResource> first = threads.submit(() -> deployment(world, "acct", "first"));
        await(started);
        assertEquals("RequestConflict", refusal(() -> deployment(world, "acct", "second")));
        assertEquals("RequestConflict", refusal(() -> world.control.delete(old.id())));
        assertEquals("RequestConflict", refusal(() -> account(world, "acct")));
        assertEquals("AccountProvisioningStateInvalid", refusal(() -> world.putExample("network:PrivateEndpoint")));
        deployment(world, "other", "chat");
        finish.countDown();
        first.get();
        deployment(world, "acct", "second");
        world.putExample("network:PrivateEndpoint");
    }

    @Test
    void a_refused_operation_frees_its_account() {
        World world = new World(dir);
        account(world, "acct");
        assertEquals("InvalidResourceName", refusal(() -> deployment(world, "acct", "-")));
        deployment(world, "acct", "chat");
    }

    private static final class RecordingPlane implements Plane {
        final List<String> calls = new ArrayList<>();
        boolean fails;

        @Override
        public void apply(ArmResource resource) {
            calls.add("apply " + resource.name() + " "
                    + resource.inputs().path("tags").path("v").asText());
            if (fails) {
                throw new ArmException(500, "PlaneFailed", "no");
            }
            resource.outputs().put("addedByPlane", "yes");
        }

        @Override
        public void remove(ArmResource resource) {
            calls.add("remove " + resource.name());
        }
    }

    @Test
    void a_plane_comes_before_the_store_and_may_add_outputs() {
        RecordingPlane plane = new RecordingPlane();
        World world = new World(dir, Duration.ZERO, Map.of(GROUP, plane), () -> {});
        assertEquals(List.of("apply rg "), plane.calls);
        assertEquals(
                "yes",
                world.store
                        .find(World.GROUP)
                        .orElseThrow()
                        .outputs()
                        .path("addedByPlane")
                        .asText());
        world.control.delete(World.GROUP);
        assertEquals("remove rg", plane.calls.get(1));
    }

    @Test
    void what_a_plane_refuses_is_not_stored_and_taken_back() {
        RecordingPlane plane = new RecordingPlane();
        World world = new World(dir, Duration.ZERO, Map.of(GROUP, plane), () -> {});
        plane.calls.clear();
        plane.fails = true;
        assertEquals("PlaneFailed", refusal(() -> world.put("resources:ResourceGroup", "{resourceGroupName: 'b'}")));
        assertEquals(List.of("apply b ", "remove b"), plane.calls);
        assertEquals(1, world.store.all().size());
    }

    @Test
    void a_refused_update_leaves_the_plane_with_what_was_there() {
        RecordingPlane plane = new RecordingPlane();
        World world = new World(dir, Duration.ZERO, Map.of(GROUP, plane), () -> {});
        world.put("resources:ResourceGroup", "{resourceGroupName: 'b', tags: {v: 'old'}}");
        plane.calls.clear();
        plane.fails = true;
        assertThrows(
                ArmException.class,
                () -> world.put("resources:ResourceGroup", "{resourceGroupName: 'b', tags: {v: 'new'}}"));
        assertEquals(List.of("apply b new", "apply b old"), plane.calls);
    }

    @Test
    void stored_resources_are_materialised_parents_first() {
        World before = new World(dir);
        account(before, "acct");
        deployment(before, "acct", "chat");
        List<String> order = new ArrayList<>();
        World after = new World(dir, Duration.ZERO, planes(order::add), () -> {});
        order.clear();
        after.control.materialise((resource, refused) -> {});
        assertEquals(List.of("rg", "acct", "chat"), order);
    }

    @Test
    void a_resource_that_cannot_start_again_stays_and_stops_no_other() {
        World before = new World(dir);
        account(before, "acct");
        deployment(before, "acct", "chat");
        List<String> started = new ArrayList<>();
        Map<String, Plane> planes = planes(name -> {
            if (name.equals("acct")) throw new ArmException(500, "Broken", "port taken");
            started.add(name);
        });
        World after = new World(dir, Duration.ZERO, Map.of(), () -> {});
        ControlPlane control = new ControlPlane(after.rules, after.azure, planes, () -> {});
        List<String> refused = new ArrayList<>();
        control.materialise((resource, why) -> refused.add(resource.name() + " " + why.code()));
        assertEquals(List.of("acct Broken"), refused);
        assertEquals(List.of("rg", "chat"), started);
        assertTrue(control.find(World.ACCOUNT).isPresent());
    }

    /** A plane for groups, accounts and deployments that passes on the names it is given. */
    private static Map<String, Plane> planes(Consumer<String> named) {
        Plane plane = new Plane() {
            @Override
            public void apply(ArmResource resource) {
                named.accept(resource.name());
            }

            @Override
            public void remove(ArmResource resource) {}
        };
        return Map.of(
                GROUP,
                plane,
                "azure-native:cognitiveservices:Account",
                plane,
                "azure-native:cognitiveservices:Deployment",
                plane);
    }

    @Test
    void deleting_what_is_not_there_succeeds() {
        new World(dir).control.delete(World.ACCOUNT);
    }

    @Test
    void an_interrupted_create_is_found_by_its_inputs_in_any_subscription() {
        World world = new World(dir);
        account(world, "acct");
        Operator operator = new StoreOperator(world.rules, world.store, () -> world.control);
        ObjectNode inputs = World.json("{resourceGroupName: 'RG', accountName: 'acct'}");
        assertEquals(
                World.ACCOUNT,
                operator.made("azure-native:cognitiveservices/v20230501:Account", inputs)
                        .orElseThrow()
                        .id());
        assertTrue(operator.made("azure-native:cognitiveservices:Account", inputs.put("accountName", "b"))
                .isEmpty());
        assertTrue(operator.made("azure-native:cognitiveservices:Account", World.json("{}"))
                .isEmpty());
        assertTrue(operator.made("random:index:RandomId", inputs).isEmpty());
    }

    @Test
    void someone_in_the_portal_deletes_what_is_there() {
        World world = new World(dir);
        account(world, "acct");
        Operator operator = new StoreOperator(world.rules, world.store, () -> world.control);
        assertTrue(operator.delete(World.ACCOUNT));
        assertTrue(world.control.find(World.ACCOUNT).isEmpty());
        assertFalse(operator.delete(World.ACCOUNT));
    }
}
