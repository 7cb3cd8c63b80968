package infra;

import com.pulumi.azurenative.authorization.outputs.GetClientConfigResult;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.Resource;
import infra.azure.ResourceGroupRef;
import infra.containerapps.Environment;
import infra.containerapps.ProxyApp;
import infra.gateway.Certificate;
import infra.gateway.CertificateArgs;
import infra.gateway.CertificateRef;
import infra.gateway.Gateway;
import infra.gateway.GatewayArgs;
import infra.identity.WorkloadIdentity;
import infra.identity.WorkloadIdentityArgs;
import infra.monitoring.WorkspaceRef;
import infra.network.EnvironmentDns;
import infra.network.EnvironmentDnsArgs;
import infra.network.Network;
import infra.network.PrivateDns;
import infra.network.PrivatePlaceRef;
import infra.plan.AddressPlan.Subnet;
import infra.plan.Plan;
import infra.settings.Settings;
import java.util.List;
import java.util.stream.Stream;

/** The door of the platform: the names of the environment's apps, the certificate, and the gateway that uses both. */
record PlatformGateway(
        String name,
        Plan plan,
        ResourceGroupRef group,
        Network network,
        PrivateDns dns,
        WorkspaceRef workspace,
        ComponentResourceOptions options) {

    /** Where clients come from, as security groups name it. */
    static String clients(Plan plan) {
        return plan.settings().gateway().frontEnd() == Settings.FrontEnd.PUBLIC ? "Internet" : "VirtualNetwork";
    }

    /** @param accounts what must exist before the accounts answer */
    Gateway open(
            Environment environment, ProxyApp proxy, Output<GetClientConfigResult> deployer, List<Resource> accounts) {
        var names = new EnvironmentDns(
                name + "-apps-dns",
                new EnvironmentDnsArgs(
                        group, network.resourceId(), environment.defaultDomain(), environment.staticIp()),
                options);
        var subscription = deployer.applyValue(GetClientConfigResult::subscriptionId);
        var certificate = certificate(subscription, deployer.applyValue(GetClientConfigResult::tenantId));
        var after = Stream.of(certificate.ready(), names.ready(), dns.links(), accounts)
                .flatMap(List::stream)
                .toList();
        var addresses = new GatewayArgs.Names(
                plan.names().gateway(),
                plan.names().gatewayLabel(),
                plan.addresses().gatewayAddress());
        return new Gateway(
                name + "-gateway",
                new GatewayArgs(
                        group,
                        subscription,
                        network.subnet(Subnet.GATEWAY),
                        addresses,
                        plan.settings().gateway(),
                        certificate,
                        new GatewayArgs.Backends(proxy.fqdn(), plan.accountHosts()),
                        plan.settings().limits().requestBodyMegabytes(),
                        plan.timeouts().gatewayRequestSeconds(),
                        workspace,
                        after),
                options);
    }

    private CertificateRef certificate(Output<String> subscription, Output<String> tenant) {
        var reader =
                new WorkloadIdentity(name + "-gateway", new WorkloadIdentityArgs(group, subscription), options).ref();
        return new Certificate(
                        name + "-gateway-certificate",
                        new CertificateArgs(
                                group,
                                plan.settings().gateway().certificate(),
                                plan.names().vault(),
                                plan.gatewayHost(),
                                tenant,
                                reader,
                                new PrivatePlaceRef(network.subnet(Subnet.PRIVATE_ENDPOINTS), dns.vaultZones()),
                                workspace),
                        options)
                .ref();
    }
}
