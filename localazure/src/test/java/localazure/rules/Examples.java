package localazure.rules;

import java.util.Map;

/** One accepted set of inputs per type; names and references fit together. */
final class Examples {
    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("managedidentity:UserAssignedIdentity", "{resourceName: 'identity'}"),
            Map.entry("operationalinsights:Workspace", "{workspaceName: 'logs', retentionInDays: 30}"),
            Map.entry("network:NetworkSecurityGroup", """
                    {networkSecurityGroupName: 'nsg', securityRules: [
                      {name: 'in', priority: 100, direction: 'Inbound', access: 'Deny', protocol: '*'},
                      {name: 'out', priority: 100, direction: 'Outbound', access: 'Deny', protocol: '*'}]}"""),
            Map.entry("network:VirtualNetwork", """
                    {virtualNetworkName: 'net', addressSpace: {addressPrefixes: ['10.0.0.0/16']}, subnets: [
                      {name: 'endpoints', addressPrefix: '10.0.1.0/26', networkSecurityGroup: {id: 'NSG'}},
                      {name: 'apps', addressPrefix: '10.0.2.0/23',
                       delegations: [{name: 'aca', serviceName: 'Microsoft.App/environments'}]}]}"""),
            Map.entry("network:PrivateZone", "{privateZoneName: 'privatelink.openai.azure.com', location: 'global'}"),
            Map.entry("network:VirtualNetworkLink", """
                    {privateZoneName: 'privatelink.openai.azure.com', virtualNetworkLinkName: 'link', location: 'global',
                     virtualNetwork: {id: 'NET'}}"""),
            Map.entry("cognitiveservices:Account", """
                    {accountName: 'acct', location: 'eastus', kind: 'OpenAI', sku: {name: 'S0'},
                     properties: {customSubDomainName: 'acct-sub', disableLocalAuth: true}}"""),
            Map.entry("cognitiveservices:Deployment", """
                    {accountName: 'acct', deploymentName: 'chat', sku: {name: 'DataZoneStandard', capacity: 10},
                     properties: {model: {format: 'OpenAI', name: 'gpt-5.1', version: '2025-11-13'}}}"""),
            Map.entry("cognitiveservices/v20241001:RaiBlocklist", "{accountName: 'acct', raiBlocklistName: 'words'}"),
            Map.entry("cognitiveservices/v20241001:RaiBlocklistItem", """
                    {accountName: 'acct', raiBlocklistName: 'words', raiBlocklistItemName: 'one',
                     properties: {pattern: 'secret', isRegex: false}}"""),
            Map.entry("cognitiveservices/v20241001:RaiPolicy", """
                    {accountName: 'acct', raiPolicyName: 'strict', properties: {
                      basePolicyName: 'Microsoft.DefaultV2', mode: 'Default', contentFilters: [
                        {name: 'Hate', source: 'Prompt', enabled: true, blocking: true, severityThreshold: 'Low'},
                        {name: 'Jailbreak', source: 'Prompt', enabled: true, blocking: true},
                        {name: 'Protected Material Text', source: 'Completion', enabled: true, blocking: true}],
                      customBlocklists: [{blocklistName: 'words', source: 'Prompt', blocking: true}]}}"""),
            Map.entry("containerregistry:Registry", "{registryName: 'images1', sku: {name: 'Premium'}}"),
            Map.entry("network:PrivateEndpoint", """
                    {privateEndpointName: 'pe', subnet: {id: 'NET/subnets/endpoints'}, privateLinkServiceConnections: [
                      {name: 'c', privateLinkServiceId: 'ACCT', groupIds: ['account']}]}"""),
            Map.entry("network:PrivateDnsZoneGroup", """
                    {privateEndpointName: 'pe', privateDnsZoneGroupName: 'default', privateDnsZoneConfigs: [
                      {name: 'openai', privateDnsZoneId: 'PROVIDERS/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com'}]}"""),
            Map.entry("authorization:RoleAssignment", """
                    {roleAssignmentName: '11111111-1111-1111-1111-111111111111', scope: 'ACCT', principalId: 'p-1',
                     principalType: 'ServicePrincipal', roleDefinitionId: 'ROLE'}"""),
            Map.entry("insights:DiagnosticSetting", """
                    {name: 'diagnostics', resourceUri: 'ACCT', workspaceId: 'LOGS',
                     logs: [{categoryGroup: 'allLogs', enabled: true}], metrics: [{category: 'AllMetrics', enabled: true}]}"""),
            Map.entry("insights:ActionGroup", """
                    {actionGroupName: 'group', location: 'Global', groupShortName: 'sluice', enabled: true,
                     emailReceivers: [{name: 'a', emailAddress: 'a@example.com', useCommonAlertSchema: true}]}"""),
            Map.entry("insights:MetricAlert", """
                    {ruleName: 'metric', location: 'global', severity: 1, enabled: true, autoMitigate: true,
                     scopes: ['ACCT'], evaluationFrequency: 'PT1M', windowSize: 'PT5M', criteria: {
                       odataType: 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria', allOf: [
                         {criterionType: 'StaticThresholdCriterion', name: 'c', metricName: 'TokenTransaction',
                          operator: 'GreaterThan', threshold: 1, timeAggregation: 'Total'}]},
                     actions: [{actionGroupId: 'PROVIDERS/Microsoft.Insights/actionGroups/group'}]}"""),
            Map.entry("insights:ScheduledQueryRule", """
                    {ruleName: 'query', severity: 1, enabled: true, autoMitigate: true, skipQueryValidation: true,
                     scopes: ['LOGS'], evaluationFrequency: 'PT5M', windowSize: 'PT15M', criteria: {allOf: [
                       {query: 'AzureDiagnostics | summarize n = count()', metricMeasureColumn: 'n',
                        timeAggregation: 'Maximum', operator: 'GreaterThan', threshold: 1}]},
                     actions: {actionGroups: ['PROVIDERS/Microsoft.Insights/actionGroups/group']}}"""),
            Map.entry("insights:Workbook", """
                    {resourceName: '11111111-2222-3333-4444-555555555555', kind: 'shared', category: 'workbook',
                     displayName: 'plots', sourceId: 'LOGS', serializedData: '{}'}"""),
            Map.entry("app/v20230501:ManagedEnvironment", """
                    {environmentName: 'env', appLogsConfiguration: {destination: 'azure-monitor'},
                     vnetConfiguration: {infrastructureSubnetId: 'NET/subnets/apps', internal: true},
                     workloadProfiles: [{name: 'Consumption', workloadProfileType: 'Consumption'}]}"""),
            Map.entry("app/v20230501:ContainerApp", """
                    {containerAppName: 'proxy', environmentId: 'PROVIDERS/Microsoft.App/managedEnvironments/env',
                     workloadProfileName: 'Consumption',
                     identity: {type: 'UserAssigned', userAssignedIdentities: ['IDENTITY']},
                     configuration: {activeRevisionsMode: 'Single', ingress: {external: true, targetPort: 8080},
                       registries: [{server: 'images1.azurecr.io', identity: 'IDENTITY'}],
                       secrets: [{name: 's', value: 'hidden'}]},
                     template: {terminationGracePeriodSeconds: 30, scale: {minReplicas: 1, maxReplicas: 2}, containers: [
                       {name: 'proxy', image: 'images1.azurecr.io/proxy@sha256:00', resources: {cpu: 0.5, memory: '1Gi'},
                        env: [{name: 'X', secretRef: 's'}],
                        probes: [{type: 'Liveness', httpGet: {port: 8080, path: '/live'}}]}]}}"""));

    private Examples() {}

    static String of(String type) {
        String providers = World.GROUP + "/providers";
        return ALL.get(type)
                .replace("PROVIDERS", providers)
                .replace("NSG", providers + "/Microsoft.Network/networkSecurityGroups/nsg")
                .replace("NET", World.NETWORK)
                .replace("ACCT", World.ACCOUNT)
                .replace("LOGS", providers + "/Microsoft.OperationalInsights/workspaces/logs")
                .replace("IDENTITY", providers + "/Microsoft.ManagedIdentity/userAssignedIdentities/identity")
                .replace("ROLE", World.OPENAI_USER);
    }
}
