package infra;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import infra.azure.ResourceGroupRef;
import infra.containerapps.ProxyApp;
import infra.gateway.Gateway;
import infra.monitoring.ActionGroup;
import infra.monitoring.ActionGroupArgs;
import infra.monitoring.AlertTargets;
import infra.monitoring.Alerts;
import infra.monitoring.AlertsArgs;
import infra.monitoring.Workbook;
import infra.monitoring.WorkbookArgs;
import infra.monitoring.WorkspaceRef;
import infra.openai.AccountRef;
import infra.plan.Plan;
import infra.promptlog.PromptLogRef;
import infra.settings.AlertRule.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/** What watches the platform: the alerts, whom they tell, and the plots. */
final class PlatformMonitoring {

    private PlatformMonitoring() {}

    static AlertTargets targets(
            Map<String, AccountRef> accounts, ProxyApp proxy, Gateway gateway, PromptLogRef promptLog) {
        var ids = new LinkedHashMap<String, Output<String>>();
        accounts.forEach((account, ref) -> ids.put(account, ref.id()));
        return new AlertTargets(
                ids,
                Map.of(
                        Target.PROXY,
                        proxy.resourceId(),
                        Target.GATEWAY,
                        gateway.resourceId(),
                        Target.PROMPT_LOG,
                        promptLog.id()));
    }

    static void watch(
            String name,
            Plan plan,
            ResourceGroupRef group,
            WorkspaceRef workspace,
            AlertTargets targets,
            ComponentResourceOptions options) {
        var receivers = new ActionGroupArgs(group, plan.settings().alerts());
        var actionGroup = new ActionGroup(name + "-alerts", receivers, options).ref();
        new Alerts(name + "-alerts", new AlertsArgs(group, plan.alerts(), targets, workspace, actionGroup), options);
        new Workbook(
                name + "-operations",
                new WorkbookArgs(group, plan.names().workbook(), plan.workbook(), targets, workspace),
                options);
    }
}
