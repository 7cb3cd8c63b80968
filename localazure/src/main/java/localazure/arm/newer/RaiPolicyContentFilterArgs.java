package localazure.arm.newer;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;

/** What a content filter looks for. */
final class RaiPolicyContentFilterArgs {
    @Import(name = "name")
    Output<String> name;

    @Import(name = "source")
    Output<String> source;

    @Import(name = "enabled")
    Output<Boolean> enabled;

    @Import(name = "blocking")
    Output<Boolean> blocking;

    @Import(name = "severityThreshold")
    Output<String> severityThreshold;
}
