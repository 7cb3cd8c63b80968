package localazure.planes.containerapps;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import localazure.arm.Plane;
import localazure.arm.ResourceStore;
import localazure.planes.cosmos.CosmosAccount;
import localazure.planes.entra.Issuer;
import localazure.planes.net.Egress;
import localazure.planes.openai.Account;
import localazure.planes.openai.Fleet;

/** Each managed environment has an egress proxy of its own, because each has its own network. */
public final class EnvironmentPlane implements Plane, AutoCloseable {
    private final ResourceStore store;
    private final Fleet fleet;
    private final PrivateDns dns;
    private final int privatePort;
    private final int publicPort;
    private final Map<String, Egress> egressById = new ConcurrentHashMap<>();

    /**
     * @param privatePort where the accounts answer as through a private endpoint, and Entra answers
     * @param publicPort where the accounts answer as to the public internet
     */
    public EnvironmentPlane(ResourceStore store, Fleet fleet, int privatePort, int publicPort) {
        this.store = store;
        this.fleet = fleet;
        this.dns = new PrivateDns(store);
        this.privatePort = privatePort;
        this.publicPort = publicPort;
    }

    @Override
    public void apply(ArmResource environment) {
        egress(environment.id());
    }

    /** The URL of an environment's egress proxy. */
    public String egressUrl(String environmentId) {
        return egress(environmentId).url();
    }

    private Egress egress(String environmentId) {
        return egressById.computeIfAbsent(key(environmentId), id -> {
            try {
                return Egress.open(host -> portOf(host, dns.network(environmentId)));
            } catch (IOException e) {
                throw new ArmException(500, "ManagedEnvironmentProvisioningError", e.getMessage());
            }
        });
    }

    /** The loopback port behind an account's name or that of Entra, as the DNS of a network answers; none for every other name. */
    public OptionalInt portOf(String name, Optional<String> network) {
        String host = name.toLowerCase(Locale.ROOT);
        if (host.equals(Issuer.HOST)) return OptionalInt.of(privatePort);
        Optional<String> account = fleet.byHost(host)
                .map(Account::id)
                .or(() -> CosmosAccount.byHost(store, host).map(CosmosAccount::id));
        if (account.isEmpty()) return OptionalInt.empty();
        boolean isPrivate = dns.leadsToEndpoint(host, account.get(), network);
        return OptionalInt.of(isPrivate ? privatePort : publicPort);
    }

    /** Whether an app's name leads to its environment from inside a network. */
    public boolean reaches(String appHost, String networkId) {
        return dns.leadsToEnvironment(appHost, networkId);
    }

    @Override
    public void remove(ArmResource environment) {
        Egress egress = egressById.remove(key(environment.id()));
        if (egress != null) egress.close();
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        egressById.values().forEach(Egress::close);
    }
}
