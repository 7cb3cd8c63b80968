package infra.monitoring;

import com.pulumi.azurenative.insights.DiagnosticSetting;
import com.pulumi.azurenative.insights.DiagnosticSettingArgs;
import com.pulumi.azurenative.insights.inputs.LogSettingsArgs;
import com.pulumi.azurenative.insights.inputs.MetricSettingsArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/** Sends all logs of a resource, also of categories still to come, and its metrics to the workspace. */
public final class Diagnostics extends ComponentResource {

    private static final String TYPE = "infra:monitoring:Diagnostics";

    private final Output<String> resourceId;

    public Diagnostics(String name, DiagnosticsArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        // A category beside the category group, or a retention policy, would be refused.
        var setting = DiagnosticSettingArgs.builder()
                .resourceUri(args.target())
                .workspaceId(args.workspace().id())
                .logs(LogSettingsArgs.builder()
                        .categoryGroup("allLogs")
                        .enabled(true)
                        .build());
        if (args.metrics()) {
            setting.metrics(MetricSettingsArgs.builder()
                    .category("AllMetrics")
                    .enabled(true)
                    .build());
        }
        if (args.dedicated()) setting.logAnalyticsDestinationType("Dedicated");
        this.resourceId = new DiagnosticSetting(
                        name + "-diagnostics",
                        setting.build(),
                        CustomResourceOptions.builder().parent(this).build())
                .id();
        registerOutputs(Map.of("resourceId", resourceId));
    }

    public Output<String> resourceId() {
        return resourceId;
    }
}
