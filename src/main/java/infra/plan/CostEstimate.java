package infra.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stack costs a month while nobody calls it: list prices times what there is.
 *
 * @param unpriced types of which the table says nothing
 */
public record CostEstimate(PriceTable table, List<Row> rows, List<String> unpriced) {

    /** @param count resources, or the replicas that always run */
    public record Row(PriceTable.Price price, int count) {
        public double monthly() {
            return price.monthly() * count;
        }
    }

    public CostEstimate {
        rows = List.copyOf(rows);
        unpriced = List.copyOf(unpriced);
    }

    /**
     * Estimates.
     *
     * @param counts resources by type
     * @param replicas of each container app that always run
     */
    public static CostEstimate of(PriceTable table, Map<String, Integer> counts, int replicas) {
        var unversioned = new TreeMap<String, Integer>();
        counts.forEach((type, count) -> unversioned.merge(type.replaceFirst("/v\\d+:", ":"), count, Math::addExact));
        var rows = new ArrayList<Row>();
        for (var price : table.prices()) {
            var count = unversioned.getOrDefault(price.type(), 0);
            if (count > 0) rows.add(new Row(price, price.per() == PriceTable.Per.REPLICA ? count * replicas : count));
            unversioned.remove(price.type());
        }
        table.free().forEach(unversioned::remove);
        return new CostEstimate(table, rows, List.copyOf(unversioned.keySet()));
    }

    public double monthly() {
        return rows.stream().mapToDouble(Row::monthly).sum();
    }

    /** The estimate as a stack output. */
    public Map<String, Object> output() {
        var output = new LinkedHashMap<String, Object>();
        output.put("monthly", cents(monthly()));
        output.put("currency", table.currency());
        output.put("date", table.date());
        output.put("rows", rows.stream().map(CostEstimate::output).toList());
        output.put("unpriced", unpriced);
        output.put("note", table.note());
        return output;
    }

    private static Map<String, Object> output(Row row) {
        var output = new LinkedHashMap<String, Object>();
        output.put("kind", row.price().kind());
        output.put("count", row.count());
        output.put("each", row.price().monthly());
        output.put("monthly", cents(row.monthly()));
        output.put("verified", row.price().verified());
        output.put("source", row.price().source());
        return output;
    }

    private static double cents(double amount) {
        return Math.round(amount * 100) / 100.0;
    }
}
