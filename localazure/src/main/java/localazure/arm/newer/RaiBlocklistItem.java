package localazure.arm.newer;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;

/** What a word answers. */
final class RaiBlocklistItem {
    @Export(
            name = "name",
            refs = {Object.class},
            tree = "[0]")
    Output<String> name;

    @Export(
            name = "type",
            refs = {Object.class},
            tree = "[0]")
    Output<String> type;

    @Export(
            name = "etag",
            refs = {Object.class},
            tree = "[0]")
    Output<String> etag;

    @Export(
            name = "properties",
            refs = {Object.class},
            tree = "[0]")
    Output<Object> properties;
}
