package localazure.arm.newer;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;

/** What a word takes. */
final class RaiBlocklistItemArgs {
    @Import(name = "resourceGroupName", required = true)
    Output<String> resourceGroupName;

    @Import(name = "accountName", required = true)
    Output<String> accountName;

    @Import(name = "raiBlocklistName", required = true)
    Output<String> raiBlocklistName;

    @Import(name = "raiBlocklistItemName")
    Output<String> raiBlocklistItemName;

    @Import(name = "properties")
    Output<RaiBlocklistItemPropertiesArgs> properties;

    @Import(name = "tags")
    Output<Object> tags;
}
