package proxy.config;

import java.util.List;
import java.util.function.Function;

/** Reads the accounts, what the proxy shows them, and what they draw their quota from. */
final class BackendsParser {

    private BackendsParser() {}

    static ProxyConfig.Credential credential(Section root, ProxyConfig.Listen listen) {
        if (root.saysNone("credential")) {
            Loopback.only(root, "credential", listen);
            return new ProxyConfig.Credential.None();
        }
        return root.sectionInsteadOfNone("credential", "managedIdentityClientId")
                .map(BackendsParser::managedIdentity)
                .orElseGet(() -> new ProxyConfig.Credential.ManagedIdentity("", ""));
    }

    private static ProxyConfig.Credential.ManagedIdentity managedIdentity(Section section) {
        try (section) {
            return new ProxyConfig.Credential.ManagedIdentity(
                    section.text("managedIdentityClientId"),
                    section.text("resource", "https://cognitiveservices.azure.com"));
        }
    }

    static List<ProxyConfig.Pool> pools(Section root) {
        return root.each("pools", 0, BackendsParser::pool);
    }

    private static ProxyConfig.Pool pool(Section section) {
        return new ProxyConfig.Pool(
                section.text("id"),
                section.optionalText("geography"),
                section.required("requestsPerMinute", 0, Integer.MAX_VALUE),
                section.required("tokensPerMinute", 0, Integer.MAX_VALUE));
    }

    static List<ProxyConfig.Account> accounts(Section root, ProxyConfig.Credential credential) {
        return root.each("accounts", 1, section -> account(section, credential));
    }

    private static ProxyConfig.Account account(Section section, ProxyConfig.Credential credential) {
        var plainAllowed = credential instanceof ProxyConfig.Credential.None;
        return new ProxyConfig.Account(
                section.text("name"),
                Urls.url(section, "endpoint", section.text("endpoint"), plainAllowed),
                section.optionalText("region"),
                section.optionalText("geography"));
    }

    static List<ProxyConfig.Deployment> deployments(
            Section root, List<ProxyConfig.Account> accounts, List<ProxyConfig.Pool> pools) {
        var accountNames = names(accounts, ProxyConfig.Account::name);
        var poolIds = names(pools, ProxyConfig.Pool::id);
        return root.each("deployments", 1, section -> deployment(section, accountNames, poolIds));
    }

    private static ProxyConfig.Deployment deployment(Section section, List<String> accounts, List<String> pools) {
        var name = section.text("name");
        if (!name.isEmpty() && !name.matches("[A-Za-z0-9._-]{1,64}")) {
            section.fault("name", name, "1 to 64 letters, digits, '.', '_' or '-'");
        }
        var account = section.text("account");
        if (!account.isEmpty() && !accounts.contains(account)) {
            section.fault("account", account, "the name of one of accounts");
        }
        var pool = section.text("pool");
        if (!pool.isEmpty() && !pools.contains(pool)) {
            section.fault("pool", pool, "the id of one of pools");
        }
        return new ProxyConfig.Deployment(
                name,
                account,
                pool,
                section.optionalText("model"),
                section.integer("priority", 1, Integer.MAX_VALUE, 1));
    }

    /** Reports what is there twice. */
    static void distinct(
            Section root,
            List<ProxyConfig.Pool> pools,
            List<ProxyConfig.Account> accounts,
            List<ProxyConfig.Deployment> deployments) {
        root.distinct("pools", names(pools, ProxyConfig.Pool::id));
        root.distinct("accounts", names(accounts, ProxyConfig.Account::name));
        root.distinct("deployments", names(deployments, it -> it.name() + " of " + it.account()));
    }

    private static <T> List<String> names(List<T> items, Function<T, String> name) {
        return items.stream().map(name).toList();
    }
}
