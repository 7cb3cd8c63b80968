package infra.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pulumi.core.Output;
import infra.plan.WorkbookPlan;
import infra.plan.WorkbookPlan.Panel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The document of a workbook. Its format is that of the portal's advanced editor (microsoft/Application-Insights-Workbooks,
 * schema/workbook.json); numbers of aggregations and item types are the portal's own.
 */
final class WorkbookData {

    private static final int QUERY_ITEM = 3;
    private static final int METRIC_ITEM = 10;
    private static final int LINE_CHART = 2;
    private static final int HOUR_MILLIS = 3_600_000;
    private static final Map<String, Integer> AGGREGATIONS =
            Map.of("Total", 1, "Minimum", 2, "Maximum", 3, "Average", 4, "Count", 7);

    private WorkbookData() {}

    static Output<String> of(WorkbookPlan plan, AlertTargets targets) {
        var items = new ArrayList<Output<ObjectNode>>();
        for (var panel : plan.panels()) {
            if (panel instanceof Panel.Query query) items.add(Output.of(query(query)));
            else metric((Panel.Metric) panel, targets, items);
        }
        return Output.all(items).applyValue(WorkbookData::document);
    }

    private static String document(List<ObjectNode> items) {
        var document = JsonNodeFactory.instance.objectNode().put("version", "Notebook/1.0");
        document.putArray("items").addAll(items);
        document.putArray("fallbackResourceIds");
        try {
            return new ObjectMapper().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode query(Panel.Query panel) {
        var item = item(QUERY_ITEM, panel);
        var content = content(item, "KqlItem/1.0", panel);
        content.put("query", panel.text())
                .put("queryType", 0)
                .put("resourceType", "microsoft.operationalinsights/workspaces")
                .put("visualization", panel.chart());
        return item;
    }

    private static void metric(Panel.Metric panel, AlertTargets targets, List<Output<ObjectNode>> items) {
        var ids = targets.of(panel.target(), panel.accounts());
        if (!ids.isEmpty()) items.add(Output.all(ids).applyValue(known -> metric(panel, known)));
    }

    private static ObjectNode metric(Panel.Metric panel, List<String> resourceIds) {
        var item = item(METRIC_ITEM, panel);
        var content = content(item, "MetricsItem/2.0", panel);
        var namespace = panel.target().namespace().toLowerCase(Locale.ROOT);
        content.put("chartId", panel.title())
                .put("chartType", LINE_CHART)
                .put("resourceType", namespace)
                .put("metricScope", 0);
        var ids = content.putArray("resourceIds");
        resourceIds.forEach(ids::add);
        content.putArray("metrics")
                .addObject()
                .put("namespace", namespace)
                .put("metric", namespace + "--" + panel.name())
                .put("aggregation", AGGREGATIONS.get(panel.aggregation()));
        if (!panel.deployments().isEmpty()) {
            var filter = content.putArray("filters").addObject();
            filter.put("id", "1").put("key", "ModelDeploymentName").put("operator", 0);
            var values = filter.putArray("values");
            panel.deployments().forEach(values::add);
        }
        return item;
    }

    private static ObjectNode item(int type, Panel panel) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("name", panel.title());
    }

    private static ObjectNode content(ObjectNode item, String version, Panel panel) {
        var content = item.putObject("content");
        content.put("version", version).put("title", panel.title()).put("size", 0);
        content.putObject("timeContext").put("durationMs", HOUR_MILLIS);
        return content;
    }
}
