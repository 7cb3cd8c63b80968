package infra.gateway;

import com.pulumi.azurenative.keyvault.Secret;
import com.pulumi.azurenative.keyvault.Vault;
import com.pulumi.azurenative.keyvault.VaultArgs;
import com.pulumi.azurenative.keyvault.enums.SkuName;
import com.pulumi.azurenative.keyvault.inputs.NetworkRuleSetArgs;
import com.pulumi.azurenative.keyvault.inputs.SecretPropertiesArgs;
import com.pulumi.azurenative.keyvault.inputs.SkuArgs;
import com.pulumi.azurenative.keyvault.inputs.VaultPropertiesArgs;
import com.pulumi.azurenative.keyvault.outputs.SecretPropertiesResponse;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import infra.identity.Role;
import infra.identity.RoleGrant;
import infra.identity.RoleGrantArgs;
import infra.monitoring.Diagnostics;
import infra.monitoring.DiagnosticsArgs;
import infra.network.PrivateEndpoint;
import infra.network.PrivateEndpointArgs;
import infra.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The gateway's certificate in a key vault, readable for one identity and reached through a private endpoint. */
public final class Certificate extends ComponentResource {

    private static final String TYPE = "infra:gateway:Certificate";
    private static final String SECRET_NAME = "gateway-tls";

    private final CertificateRef ref;

    /** A secret of a vault. */
    private record Place(Output<String> vaultId, Output<String> secretId, Output<String> secretUri) {}

    public Certificate(String name, CertificateArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var place = args.source() instanceof Settings.Certificate.Adopt adopted ? adopted(adopted) : made(name, args);
        var endpoint = new PrivateEndpoint(
                name + "-vault",
                new PrivateEndpointArgs(args.place(), place.vaultId(), "vault", List.of()),
                component());
        var grant = new RoleGrant(
                name + "-reader",
                new RoleGrantArgs(args.reader(), Role.KEY_VAULT_SECRETS_USER, place.secretId()),
                component());
        this.ref = new CertificateRef(place.secretUri(), args.reader().id(), List.of(endpoint.ready(), grant.ready()));
        registerOutputs(Map.of("secretUri", ref.secretUri()));
    }

    private static Place adopted(Settings.Certificate.Adopt adopted) {
        var id = adopted.vaultId();
        var vault = id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return new Place(
                Output.of(id),
                Output.of(id + "/secrets/" + adopted.secretName()),
                Output.of("https://" + vault + ".vault.azure.net/secrets/" + adopted.secretName()));
    }

    private Place made(String name, CertificateArgs args) {
        var vault = vault(name, args);
        new Diagnostics(name + "-vault", new DiagnosticsArgs(args.workspace(), vault.id(), true), component());
        // Written through the control plane, which needs no way into the closed vault.
        var secret = new Secret(
                name + "-secret",
                com.pulumi.azurenative.keyvault.SecretArgs.builder()
                        .resourceGroupName(args.group().name())
                        .vaultName(vault.name())
                        .secretName(SECRET_NAME)
                        .properties(SecretPropertiesArgs.builder()
                                .contentType("application/x-pkcs12")
                                .value(Output.ofSecret(SelfSigned.pfx(args.hostName())))
                                .build())
                        .build(),
                // Every run makes another certificate; the first one stays until the secret is replaced.
                CustomResourceOptions.builder()
                        .parent(this)
                        .ignoreChanges("properties.value")
                        .build());
        return new Place(vault.id(), secret.id(), secret.properties().applyValue(SecretPropertiesResponse::secretUri));
    }

    private Vault vault(String name, CertificateArgs args) {
        return new Vault(
                name + "-vault",
                VaultArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location(args.group().location())
                        .vaultName(args.vaultName())
                        .properties(VaultPropertiesArgs.builder()
                                .tenantId(args.tenantId())
                                .sku(SkuArgs.builder()
                                        .family("A")
                                        .name(SkuName.Standard)
                                        .build())
                                .enableRbacAuthorization(true)
                                // A certificate made here can be made again; protection would hold the name for months.
                                .softDeleteRetentionInDays(7)
                                .publicNetworkAccess("Disabled")
                                .networkAcls(NetworkRuleSetArgs.builder()
                                        .bypass("AzureServices")
                                        .defaultAction("Deny")
                                        .build())
                                .build())
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
    }

    private ComponentResourceOptions component() {
        return ComponentResourceOptions.builder().parent(this).build();
    }

    public CertificateRef ref() {
        return ref;
    }
}
