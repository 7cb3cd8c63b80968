package bench.account;

import bench.quota.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The accounts and pools of a proxy configuration, so that both sides are told once. */
public record Fleet(List<Account> accounts, List<Pool> pools) {

    /** @param pool index of its pool */
    public record Account(String name, int port, int pool) {}

    public record Pool(String name, Limits limits) {}

    /** Reads a document of {@code proxy/config.schema.json}. */
    public static Fleet read(Path config) throws IOException {
        var json = new JsonMapper().readTree(config.toFile());
        var pools = new ArrayList<Pool>();
        var indexes = new HashMap<String, Integer>();
        for (var pool : json.path("pools")) {
            indexes.put(pool.path("id").asText(), pools.size());
            pools.add(new Pool(
                    pool.path("id").asText(),
                    new Limits(
                            pool.path("requestsPerMinute").asLong(),
                            pool.path("tokensPerMinute").asLong())));
        }
        var poolOf = new HashMap<String, Integer>();
        for (JsonNode deployment : json.path("deployments")) {
            poolOf.put(
                    deployment.path("account").asText(),
                    indexes.get(deployment.path("pool").asText()));
        }
        var accounts = new ArrayList<Account>();
        for (var account : json.path("accounts")) {
            var name = account.path("name").asText();
            accounts.add(new Account(
                    name, URI.create(account.path("endpoint").asText()).getPort(), poolOf.get(name)));
        }
        return new Fleet(List.copyOf(accounts), List.copyOf(pools));
    }

    /** The same with every port moved by that much. */
    public Fleet moved(int by) {
        return new Fleet(
                accounts.stream()
                        .map(it -> new Account(it.name(), it.port() + by, it.pool()))
                        .toList(),
                pools);
    }

    public List<Limits> limits() {
        return pools.stream().map(Pool::limits).toList();
    }
}
