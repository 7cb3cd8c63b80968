package localazure.rules;

import java.util.Map;

/** Accepted inputs of the gateway's types; {@link #putAll} makes them in order. */
final class GatewayExamples {
    static final String GATEWAY = World.GROUP + "/providers/Microsoft.Network/applicationGateways/gw";
    static final String VAULT = World.GROUP + "/providers/Microsoft.KeyVault/vaults/vault1";

    private static final Map<String, String> ALL = Map.of(
            "network:NetworkSecurityGroup", """
                    {networkSecurityGroupName: 'gw-nsg', securityRules: [
                      {name: 'managers', priority: 100, direction: 'Inbound', access: 'Allow', protocol: 'Tcp',
                       sourceAddressPrefix: 'GatewayManager', sourcePortRange: '*', destinationAddressPrefix: '*',
                       destinationPortRange: '65200-65535'}]}""",
            "network:VirtualNetwork", """
                    {virtualNetworkName: 'net', addressSpace: {addressPrefixes: ['10.0.0.0/16']}, subnets: [
                      {name: 'gateway', addressPrefix: '10.0.0.0/24',
                       networkSecurityGroup: {id: 'PROVIDERS/Microsoft.Network/networkSecurityGroups/gw-nsg'}},
                      {name: 'apps', addressPrefix: '10.0.2.0/23',
                       delegations: [{name: 'aca', serviceName: 'Microsoft.App/environments'}]}]}""",
            "network:PublicIPAddress", """
                    {publicIpAddressName: 'ip', sku: {name: 'Standard'}, publicIPAllocationMethod: 'Static',
                     zones: ['1', '2', '3'], dnsSettings: {domainNameLabel: 'sluice'}}""",
            "network:WebApplicationFirewallPolicy", """
                    {policyName: 'waf', policySettings: {mode: 'Prevention', maxRequestBodySizeInKb: 2000},
                     managedRules: {managedRuleSets: [{ruleSetType: 'OWASP', ruleSetVersion: '3.2'}]},
                     customRules: [{name: 'rate', priority: 10, ruleType: 'RateLimitRule', action: 'Block',
                       rateLimitDuration: 'OneMin', rateLimitThreshold: 2,
                       groupByUserSession: [{groupByVariables: [{variableName: 'ClientAddr'}]}],
                       matchConditions: [{matchVariables: [{variableName: 'RemoteAddr'}], operator: 'IPMatch',
                         matchValues: ['255.255.255.255/32']}]}]}""",
            "keyvault:Vault", """
                    {vaultName: 'vault1', properties: {tenantId: '72f988bf-0000-4000-8000-000000000001',
                     sku: {family: 'A', name: 'standard'}, enableRbacAuthorization: true}}""",
            "keyvault:Secret", "{vaultName: 'vault1', secretName: 'tls', properties: {value: 'cGZ4'}}",
            "managedidentity:UserAssignedIdentity", "{resourceName: 'identity'}",
            "authorization:RoleAssignment", """
                    {roleAssignmentName: '22222222-2222-2222-2222-222222222222', scope: 'VAULT', principalId: 'PRINCIPAL',
                     principalType: 'ServicePrincipal', roleDefinitionId: 'ROLES4633458b-17de-408a-b874-0445c86b69e6'}""",
            "network:ApplicationGateway", """
                    {applicationGatewayName: 'gw', zones: ['1'], sku: {name: 'WAF_v2', tier: 'WAF_v2'},
                     autoscaleConfiguration: {minCapacity: 0, maxCapacity: 2},
                     sslPolicy: {policyType: 'Predefined', policyName: 'AppGwSslPolicy20220101S'},
                     firewallPolicy: {id: 'PROVIDERS/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/waf'},
                     identity: {type: 'UserAssigned', userAssignedIdentities: [
                       'PROVIDERS/Microsoft.ManagedIdentity/userAssignedIdentities/identity']},
                     gatewayIPConfigurations: [{name: 'ip', subnet: {id: 'NET/subnets/gateway'}}],
                     frontendIPConfigurations: [{name: 'front',
                       publicIPAddress: {id: 'PROVIDERS/Microsoft.Network/publicIPAddresses/ip'}}],
                     frontendPorts: [{name: 'https', port: 443}],
                     sslCertificates: [{name: 'tls', keyVaultSecretId: 'https://vault1.vault.azure.net/secrets/tls'}],
                     httpListeners: [{name: 'https', protocol: 'Https',
                       frontendIPConfiguration: {id: 'GATEWAY/frontendIPConfigurations/front'},
                       frontendPort: {id: 'GATEWAY/frontendPorts/https'},
                       sslCertificate: {id: 'GATEWAY/sslCertificates/tls'}}],
                     probes: [{name: 'ready', protocol: 'Https', path: '/ready', interval: 10, timeout: 5,
                       unhealthyThreshold: 2}],
                     backendAddressPools: [{name: 'proxy', backendAddresses: [{fqdn: 'proxy.example.com'}]}],
                     backendHttpSettingsCollection: [{name: 'proxy', protocol: 'Https', port: 443, requestTimeout: 240,
                       probe: {id: 'GATEWAY/probes/ready'}}],
                     requestRoutingRules: [{name: 'all', ruleType: 'Basic', priority: 100,
                       httpListener: {id: 'GATEWAY/httpListeners/https'},
                       backendAddressPool: {id: 'GATEWAY/backendAddressPools/proxy'},
                       backendHttpSettings: {id: 'GATEWAY/backendHttpSettingsCollection/proxy'}}]}""");

    private GatewayExamples() {}

    static String of(String type) {
        return ALL.get(type)
                .replace("GATEWAY/", GATEWAY + "/")
                .replace("PROVIDERS", World.GROUP + "/providers")
                .replace("NET/", World.NETWORK + "/")
                .replace("VAULT", VAULT)
                .replace("ROLES", World.ROLES);
    }

    /** Everything that the gateway needs, without the gateway. */
    static void putAround(World world) {
        for (String type : new String[] {
            "network:NetworkSecurityGroup",
            "network:VirtualNetwork",
            "network:PublicIPAddress",
            "network:WebApplicationFirewallPolicy",
            "keyvault:Vault",
            "keyvault:Secret"
        }) {
            world.put(type, of(type));
        }
        String principal = world.put("managedidentity:UserAssignedIdentity", of("managedidentity:UserAssignedIdentity"))
                .outputs()
                .path("principalId")
                .asText();
        world.put(
                "authorization:RoleAssignment",
                of("authorization:RoleAssignment").replace("PRINCIPAL", principal));
    }
}
