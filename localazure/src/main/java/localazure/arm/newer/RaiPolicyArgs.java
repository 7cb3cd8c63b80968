package localazure.arm.newer;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;

/** What a content filter takes. */
final class RaiPolicyArgs {
    @Import(name = "resourceGroupName", required = true)
    Output<String> resourceGroupName;

    @Import(name = "accountName", required = true)
    Output<String> accountName;

    @Import(name = "raiPolicyName")
    Output<String> raiPolicyName;

    @Import(name = "properties")
    Output<RaiPolicyPropertiesArgs> properties;

    @Import(name = "tags")
    Output<Object> tags;
}
