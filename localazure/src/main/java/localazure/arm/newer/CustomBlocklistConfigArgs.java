package localazure.arm.newer;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;

/** A list of words that a content filter uses. */
final class CustomBlocklistConfigArgs {
    @Import(name = "blocklistName")
    Output<String> blocklistName;

    @Import(name = "source")
    Output<String> source;

    @Import(name = "blocking")
    Output<Boolean> blocking;
}
