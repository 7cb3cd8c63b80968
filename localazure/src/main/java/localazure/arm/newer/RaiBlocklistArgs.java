package localazure.arm.newer;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;

/** What a list of words takes. */
final class RaiBlocklistArgs {
    @Import(name = "resourceGroupName", required = true)
    Output<String> resourceGroupName;

    @Import(name = "accountName", required = true)
    Output<String> accountName;

    @Import(name = "raiBlocklistName")
    Output<String> raiBlocklistName;

    @Import(name = "properties")
    Output<RaiBlocklistPropertiesArgs> properties;

    @Import(name = "tags")
    Output<Object> tags;
}
