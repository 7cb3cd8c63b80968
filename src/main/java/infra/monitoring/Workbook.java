package infra.monitoring;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/** The page of plots that people on call look at, in the workspace's portal blade. */
public final class Workbook extends ComponentResource {

    private static final String TYPE = "infra:monitoring:Workbook";

    private final Output<String> resourceId;
    private final Output<String> name;

    public Workbook(String name, WorkbookArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var workbook = new com.pulumi.azurenative.insights.Workbook(
                name + "-workbook",
                com.pulumi.azurenative.insights.WorkbookArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location(args.group().location())
                        .resourceName(args.id())
                        .kind("shared")
                        .category("workbook")
                        .displayName(args.plan().title())
                        .sourceId(args.workspace().id())
                        .serializedData(WorkbookData.of(args.plan(), args.targets()))
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
        this.resourceId = workbook.id();
        this.name = workbook.name();
        registerOutputs(Map.of("resourceId", resourceId));
    }

    public Output<String> resourceId() {
        return resourceId;
    }

    public Output<String> name() {
        return name;
    }
}
