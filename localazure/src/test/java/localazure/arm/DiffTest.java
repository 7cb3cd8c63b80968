package localazure.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import localazure.rules.World;
import org.junit.jupiter.api.Test;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.PropertyDiff.Kind;

class DiffTest extends AttachedProvider {
    private static final String GROUP = "azure-native:resources:ResourceGroup";
    private static final String NETWORK = "azure-native:network:VirtualNetwork";

    @Test
    void equal_inputs_and_equal_regions_do_not_differ() {
        DiffResponse same = diff(
                GROUP,
                "{resourceGroupName: 'a', location: 'Japan East', __createBeforeDelete: true}",
                "{resourceGroupName: 'a', location: 'japaneast'}");
        assertEquals(DiffResponse.DiffChanges.DIFF_NONE, same.getChanges());
    }

    @Test
    void a_changed_property_is_an_update() {
        DiffResponse diff =
                diff(GROUP, "{resourceGroupName: 'a', tags: {x: '1'}}", "{resourceGroupName: 'a', tags: {x: '2'}}");
        assertEquals(List.of("tags"), diff.getDiffsList());
        assertEquals(Kind.UPDATE, diff.getDetailedDiffOrThrow("tags.x").getKind());
        assertEquals(List.of(), diff.getReplacesList());
    }

    @Test
    void a_moved_resource_is_replaced_and_a_fixed_name_is_freed_first() {
        String olds = "{virtualNetworkName: 'n', location: 'japaneast', resourceGroupName: 'rg'}";
        String fixed = "{virtualNetworkName: 'n', location: 'eastus', resourceGroupName: 'rg'}";
        String random = fixed.replace("}", ", __createBeforeDelete: true}");
        assertEquals(List.of("location"), diff(NETWORK, olds, fixed).getReplacesList());
        assertTrue(diff(NETWORK, olds, fixed).getDeleteBeforeReplace());
        assertFalse(diff(NETWORK, olds, random).getDeleteBeforeReplace());
        DiffResponse renamed = diff(NETWORK, olds, olds.replace("'n'", "'m'"));
        assertEquals(List.of("virtualNetworkName"), renamed.getReplacesList());
        assertFalse(renamed.getDeleteBeforeReplace());
    }

    private DiffResponse diff(String type, String olds, String news) {
        return client.diff(type, World.json(olds), World.json(news));
    }
}
