package localazure.planes.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import localazure.planes.Json;
import localazure.planes.monitor.Diagnostics;
import localazure.planes.monitor.MetricListener;
import localazure.planes.net.Exchange;

/**
 * Tells Azure Monitor of answered requests: metrics, and rows of the category {@code RequestResponse} where a diagnostic setting
 * sends it. Not a word of a prompt or an answer is in either. Requests that got no answer leave no trace.
 *
 * <p>Sources: Microsoft Learn, supported metrics for Microsoft.CognitiveServices/accounts; the fields of a row from published
 * examples (Elastic's integration for Azure OpenAI, Azure-Samples/AI-Gateway); that the last octet of the caller is masked is
 * from reports.
 */
public final class AccountTelemetry {
    private static final String CATEGORY = "RequestResponse";

    /** Seconds from the first day of .NET's calendar to that of Unix. */
    private static final long CALENDAR_SECONDS = 62_135_596_800L;

    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final long NANOS_PER_TICK = 100;

    /** What each metric can be split by, besides the region. */
    private static final List<String> MODEL = List.of("ModelDeploymentName", "ModelName", "ModelVersion");

    private static final List<String> TOKENS = List.of("ApiName", "ModelDeploymentName", "ModelVersion");

    private final Fleet fleet;
    private final MetricListener metrics;
    private final Diagnostics diagnostics;

    public AccountTelemetry(Fleet fleet, MetricListener metrics, Diagnostics diagnostics) {
        this.fleet = fleet;
        this.metrics = metrics;
        this.diagnostics = diagnostics;
    }

    void report(Outcome outcome, Exchange exchange) {
        if (outcome.status() == 0) return;
        measure(outcome);
        diagnostics.send(outcome.account().id(), CATEGORY, "AzureDiagnostics", () -> row(outcome, exchange));
    }

    private void measure(Outcome outcome) {
        String account = outcome.account().id();
        Map<String, String> call = dimensions(outcome);
        Map<String, String> answer = with(call, "StatusCode", String.valueOf(outcome.status()));
        metrics.add(account, "AzureOpenAIRequests", answer, 1);
        metrics.add(account, "AzureOpenAITimeToResponse", answer, outcome.firstByteMillis());
        metrics.add(account, "AzureOpenAIAvailabilityRate", call, outcome.status() >= 500 ? 0 : 100);
        if (!outcome.isExamined()) return;
        Map<String, String> tokens = only(call, TOKENS);
        metrics.add(account, "ProcessedPromptTokens", tokens, outcome.promptTokens());
        metrics.add(account, "GeneratedTokens", tokens, outcome.generatedTokens());
        metrics.add(account, "TokenTransaction", tokens, outcome.promptTokens() + outcome.generatedTokens());
        Map<String, String> model = with(only(call, MODEL), "ApiName", call.get("ApiName"));
        metrics.add(account, "RAITotalRequests", model, 1);
        if (outcome.isPromptBlocked())
            metrics.add(account, "RAIRejectedRequests", with(model, "TextType", "Prompt"), 1);
        if (outcome.isAnswerBlocked()) {
            metrics.add(account, "RAIRejectedRequests", with(model, "TextType", "Completion"), 1);
        }
    }

    private Map<String, String> dimensions(Outcome outcome) {
        Map<String, String> dimensions = new HashMap<>();
        dimensions.put("Region", fleet.displayRegion(outcome.account()));
        if (!outcome.operation().isEmpty()) dimensions.put("OperationName", outcome.operation());
        outcome.call().ifPresent(call -> {
            dimensions.put("ApiName", apiName(call));
            dimensions.put("StreamType", streamType(call));
            dimensions.put("ModelDeploymentName", call.deployment().name());
            dimensions.put("ModelName", call.deployment().model());
            dimensions.put("ModelVersion", call.deployment().version());
        });
        return dimensions;
    }

    private static Map<String, String> only(Map<String, String> dimensions, List<String> names) {
        Map<String, String> chosen = new HashMap<>(dimensions);
        chosen.keySet().removeIf(name -> !name.equals("Region") && !names.contains(name));
        return chosen;
    }

    private static Map<String, String> with(Map<String, String> dimensions, String name, String value) {
        Map<String, String> more = new HashMap<>(dimensions);
        more.put(name, value);
        return more;
    }

    private static ObjectNode row(Outcome outcome, Exchange exchange) {
        Account account = outcome.account();
        return Json.object(
                "TimeGenerated", outcome.began().toString(),
                "ResourceProvider", "MICROSOFT.COGNITIVESERVICES",
                "Resource", account.name().toUpperCase(Locale.ROOT),
                "Category", CATEGORY,
                "OperationName", outcome.operation(),
                "CorrelationId", UUID.randomUUID().toString(),
                "DurationMs", outcome.millis(),
                "CallerIPAddress", exchange.clientAddress().replaceFirst("[^.:]+$", "***"),
                "ResultSignature", String.valueOf(outcome.status()),
                "location_s", account.region(),
                "properties_s", properties(outcome, exchange).toString());
    }

    private static ObjectNode properties(Outcome outcome, Exchange exchange) {
        ObjectNode properties = Json.object(
                "requestTime", ticks(outcome.began()),
                "requestLength", outcome.requestBytes(),
                "responseTime", ticks(outcome.began().plusMillis(outcome.millis())),
                "responseLength", exchange.answered(),
                "objectId", "");
        outcome.call()
                .ifPresent(call -> properties
                        .put("apiName", apiName(call))
                        .put("streamType", streamType(call))
                        .put("modelDeploymentName", call.deployment().name())
                        .put("modelName", call.deployment().model())
                        .put("modelVersion", call.deployment().version()));
        return properties;
    }

    private static String apiName(Call call) {
        return "Azure OpenAI API version " + call.apiVersion();
    }

    private static String streamType(Call call) {
        return call.streams() ? "Streaming" : "Non-Streaming";
    }

    private static long ticks(Instant time) {
        return (time.getEpochSecond() + CALENDAR_SECONDS) * TICKS_PER_SECOND + time.getNano() / NANOS_PER_TICK;
    }
}
