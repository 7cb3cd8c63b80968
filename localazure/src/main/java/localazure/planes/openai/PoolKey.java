package localazure.planes.openai;

/**
 * What Azure counts as one bucket of Standard quota.
 *
 * @param scope the region, or wider where the catalogue says that a SKU's pool is wider
 */
public record PoolKey(String subscription, String scope, String model, String version, String sku)
        implements Comparable<PoolKey> {
    public String id() {
        return String.join("/", subscription, scope, model, version, sku);
    }

    @Override
    public int compareTo(PoolKey other) {
        return id().compareTo(other.id());
    }
}
