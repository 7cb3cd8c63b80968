package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import localazure.arm.ArmException;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;

/**
 * What the parts of a Cosmos DB account have in common. Source: hashicorp/terraform-provider-azurerm 6050 (one operation at a
 * time); Microsoft Learn: Azure Cosmos DB service quotas (throughput). Codes are from reports.
 */
final class CosmosAccounts {
    private CosmosAccounts() {}

    /** @param id in lower case */
    static boolean contain(String id) {
        return id.contains("/microsoft.documentdb/databaseaccounts/");
    }

    static ArmException occupied(String account) {
        return new ArmException(
                412,
                "PreconditionFailed",
                "There is already an operation in progress which requires exclusive lock on this service "
                        + ArmId.name(account) + ". Please retry the operation after sometime.");
    }

    static void checkId(Change change) {
        if (!change.text("/resource/id").equals(change.name())) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "resource.id: %s (expected: %s, as in the path)",
                    change.text("/resource/id"),
                    change.name());
        }
    }

    static void checkThroughput(Change change) {
        JsonNode options = change.inputs().path("options");
        JsonNode fixed = options.path("throughput");
        JsonNode most = options.at("/autoscaleSettings/maxThroughput");
        if (fixed.isNumber() && most.isNumber()) {
            throw Refuse.badRequest("BadRequest", "options: throughput and autoscaleSettings (expected: one of them)");
        }
        check("throughput", fixed, 400, 100);
        check("autoscaleSettings.maxThroughput", most, 1000, 1000);
        ArmResource account =
                change.azure().store().find(ArmId.top(change.id())).orElseThrow();
        boolean serverless = false;
        for (JsonNode each : account.inputs().path("capabilities")) {
            serverless |= each.path("name").asText().equals("EnableServerless");
        }
        if (serverless && !options.isEmpty()) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "Setting offer throughput or autopilot on container is not supported for serverless accounts.");
        }
    }

    private static void check(String name, JsonNode seen, int least, int step) {
        if (seen.isNumber() && (seen.intValue() < least || seen.intValue() % step != 0)) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "options.%s: %d (expected: %d or more, in steps of %d)",
                    name,
                    seen.intValue(),
                    least,
                    step);
        }
    }

    static void answer(Change change) {
        change.output("resource")
                .put("_rid", Stable.hex("rid", change.id(), 8))
                .put("_ts", (double) change.azure().clock().instant().getEpochSecond())
                .put("_etag", Stable.uuid("etag", change.id() + change.inputs()));
    }
}
