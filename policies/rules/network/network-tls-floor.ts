import type { Finding } from "../../lib/messages";
import { defineRule, type Props } from "../../lib/rule";
import type { AzureType } from "../../lib/types";

/** Where a resource type keeps its TLS minimum, and the values that are 1.2 or better. */
const MINIMUMS: Partial<Record<AzureType, { property: string; accepted: readonly string[] }>> = {
  "documentdb:DatabaseAccount": { property: "minimalTlsVersion", accepted: ["Tls12"] },
  "storage:StorageAccount": { property: "minimumTlsVersion", accepted: ["TLS1_2", "TLS1_3"] },
};

function* ingress(props: Props): Iterable<Finding> {
  const seen = props.configuration?.ingress;
  if (!seen) return;
  if (seen.transport === "tcp") {
    yield {
      problem: "has an ingress that ends no TLS",
      property: "transport",
      seen: "tcp",
      fix: "Set transport to auto, http or http2",
    };
  } else if (seen.allowInsecure !== false) {
    yield {
      problem: "may answer plain HTTP",
      property: "allowInsecure",
      seen: seen.allowInsecure,
      fix: "Set allowInsecure to false",
    };
  }
}

function* minimum(props: Props, type: AzureType): Iterable<Finding> {
  const floor = MINIMUMS[type];
  if (!floor) return;
  const seen = props[floor.property];
  if (floor.accepted.includes(seen)) return;
  yield {
    problem: "accepts TLS older than 1.2",
    property: floor.property,
    seen,
    fix: `Set ${floor.property} to ${floor.accepted.join(" or ")}`,
  };
}

export const networkTlsFloor = defineRule({
  id: "network-tls-floor",
  ref: "ACA-2",
  alsoCovers: ["COS-4"],
  title: "Traffic is encrypted, with TLS 1.2 or newer",
  severity: "high",
  area: "network",
  appliesTo: ["app:ContainerApp", ...(Object.keys(MINIMUMS) as AzureType[])],
  check: (props, { type }) => (type === "app:ContainerApp" ? ingress(props) : minimum(props, type)),
});
