package localazure.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import localazure.arm.Rule;

/** Every type that the local Azure serves. */
public final class Rules {
    private Rules() {}

    /** By unversioned token, in the order in which resources can be made: nothing needs what comes after it. */
    public static Map<String, Rule> all() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        List.of(
                        new ResourceGroupRule(),
                        new UserAssignedIdentityRule(),
                        new WorkspaceRule(),
                        new NetworkSecurityGroupRule(),
                        new VirtualNetworkRule(),
                        new PrivateZoneRule(),
                        new VirtualNetworkLinkRule(),
                        new PrivateRecordSetRule(),
                        new AccountRule(),
                        new RaiBlocklistRule(),
                        new RaiBlocklistItemRule(),
                        new RaiPolicyRule(),
                        new DeploymentRule(),
                        new RegistryRule(),
                        new VaultRule(),
                        new SecretRule(),
                        new DatabaseAccountRule(),
                        new SqlDatabaseRule(),
                        new SqlContainerRule(),
                        new SqlRoleDefinitionRule(),
                        new SqlRoleAssignmentRule(),
                        new PrivateEndpointRule(),
                        new PrivateDnsZoneGroupRule(),
                        new RoleAssignmentRule(),
                        new ManagedEnvironmentRule(),
                        new ContainerAppRule(),
                        new PublicIpAddressRule(),
                        new WafPolicyRule(),
                        new ApplicationGatewayRule(),
                        new DiagnosticSettingRule(),
                        new ActionGroupRule(),
                        new MetricAlertRule(),
                        new ScheduledQueryRuleRule(),
                        new WorkbookRule())
                .forEach(rule -> rules.put(rule.type().token(), rule));
        return rules;
    }
}
