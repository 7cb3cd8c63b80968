package localazure.planes.openai;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import localazure.arm.ArmResource;
import localazure.arm.Catalogue;
import localazure.planes.Arm;

/** The accounts, deployments and pools that the stored resources amount to at this moment. */
public final class Fleet {
    private static final List<String> SUFFIXES = List.of(".openai.azure.com", ".cognitiveservices.azure.com");
    private static final int TOKENS_PER_UNIT = 1000;

    private final Arm arm;
    private final Catalogue catalogue;

    public Fleet(Arm arm, Catalogue catalogue) {
        this.arm = arm;
        this.catalogue = catalogue;
    }

    public List<Account> accounts() {
        return arm.store().ofType(Arm.ACCOUNT).stream()
                .map(Account::of)
                .sorted(Comparator.comparing(Account::name))
                .toList();
    }

    /** Finds the account that a host name belongs to. */
    public Optional<Account> byHost(String host) {
        return accounts().stream()
                .filter(each -> SUFFIXES.stream().anyMatch(suffix -> host.equals(each.subDomain() + suffix)))
                .findFirst();
    }

    public List<Deployment> deployments(Account account) {
        return arm.store().ofType(Arm.DEPLOYMENT).stream()
                .filter(each -> Arm.parentId(each.id()).equalsIgnoreCase(account.id()))
                .map(each -> Deployment.of(account, each))
                .toList();
    }

    /** Every pool with at least one deployment, in order of id. */
    public Map<PoolKey, Limits> pools() {
        Map<PoolKey, Limits> pools = new TreeMap<>();
        for (ArmResource resource : arm.store().ofType(Arm.DEPLOYMENT)) {
            Optional<ArmResource> account = arm.store().find(Arm.parentId(resource.id()));
            if (account.isEmpty()) continue;
            Deployment each = Deployment.of(Account.of(account.get()), resource);
            long tokens = (long) each.capacity() * TOKENS_PER_UNIT;
            pools.merge(pool(each), new Limits(tokens, (long) each.capacity() * requestsPerUnit(each)), Limits::plus);
        }
        return pools;
    }

    public PoolKey pool(Deployment deployment) {
        Account account = deployment.account();
        String where = catalogue.quotaPlace(deployment.sku(), account.region());
        return new PoolKey(
                Arm.subscription(account.id()), where, deployment.model(), deployment.version(), deployment.sku());
    }

    FilterPolicy filter(Deployment deployment) {
        return FilterPolicy.of(arm, deployment.account().id(), deployment.filter());
    }

    /** {@code chat} or {@code embeddings}. */
    String kind(Deployment deployment) {
        return catalogue
                .model(deployment.model(), deployment.version())
                .map(Catalogue.Model::kind)
                .orElse("chat");
    }

    /** The region as Azure spells it in {@code x-ms-region}. */
    String displayRegion(Account account) {
        return Optional.ofNullable(catalogue.regions().get(account.region()))
                .map(Catalogue.Region::displayName)
                .orElse(account.region());
    }

    private int requestsPerUnit(Deployment deployment) {
        return catalogue
                .model(deployment.model(), deployment.version())
                .map(Catalogue.Model::requestsPerMinutePerThousandTokens)
                .orElse(1);
    }
}
