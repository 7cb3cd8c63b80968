package localazure.arm.newer;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import java.util.List;

/** What a content filter does. */
final class RaiPolicyPropertiesArgs {
    @Import(name = "basePolicyName")
    Output<String> basePolicyName;

    @Import(name = "mode")
    Output<String> mode;

    @Import(name = "contentFilters")
    Output<List<RaiPolicyContentFilterArgs>> contentFilters;

    @Import(name = "customBlocklists")
    Output<List<CustomBlocklistConfigArgs>> customBlocklists;
}
