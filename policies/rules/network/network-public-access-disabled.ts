import { defineRule } from "../../lib/rule";

export const networkPublicAccessDisabled = defineRule({
  id: "network-public-access-disabled",
  ref: "OAI-1",
  alsoCovers: ["ACR-3"],
  title: "Accounts and registries refuse the public internet",
  severity: "critical",
  area: "network",
  appliesTo: ["cognitiveservices:Account", "containerregistry:Registry"],
  *check(props, { type }) {
    const registry = type === "containerregistry:Registry";
    const seen = registry ? props.publicNetworkAccess : props.properties?.publicNetworkAccess;
    if (seen !== "Disabled") {
      yield {
        problem: "can be reached from the public internet",
        property: "publicNetworkAccess",
        seen,
        fix: "Set publicNetworkAccess to Disabled",
      };
    }
    // The smaller SKUs have neither private endpoints nor a public side that can be closed.
    if (registry && props.sku?.name !== "Premium") {
      yield {
        problem: "has a SKU that cannot be closed to the public internet",
        property: "sku.name",
        seen: props.sku?.name,
        fix: "Set sku.name to Premium",
      };
    }
  },
});
