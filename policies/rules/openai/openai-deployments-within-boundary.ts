import type { PolicyResource } from "@pulumi/policy";
import { defineStackRule } from "../../lib/rule";
import { refersTo, type Stack } from "../../lib/stack";
import { known } from "../../lib/unknown";

/** How far data may travel, nearest first. */
const REACHES = ["region", "geography", "world"] as const;
type Reach = (typeof REACHES)[number];

const isReach = (word: unknown): word is Reach => REACHES.includes(word as Reach);
const further = (one: Reach, other: Reach) => REACHES.indexOf(one) > REACHES.indexOf(other);

/** Where requests of a SKU may be processed; undefined for a SKU of which this is not known. */
function reachOf(sku: unknown): Reach | undefined {
  if (typeof sku !== "string") return undefined;
  if (sku === "Standard" || sku === "ProvisionedManaged") return "region";
  if (sku.startsWith("DataZone")) return "geography";
  if (sku.startsWith("Global")) return "world";
  return undefined;
}

/** The settings' word for an account; an account without a readable one keeps its data in its region. */
function taggedBoundary(account: PolicyResource | undefined): Reach {
  const tag = account?.props.tags?.dataBoundary;
  return isReach(tag) ? tag : "region";
}

/** The boundary of the deployment's account; while it is not known which one that is, the one that all accounts share. */
function boundaryOf(deployment: PolicyResource, stack: Stack): Reach {
  const accounts = stack.of("cognitiveservices:Account");
  const [shared, ...others] = new Set(accounts.map(taggedBoundary));
  const own = () =>
    taggedBoundary(accounts.find((each) => refersTo(deployment, "accountName", each)));
  return shared && others.length === 0 ? (known(own) ?? shared) : own();
}

export const openaiDeploymentsWithinBoundary = defineStackRule<{ widestBoundary: Reach }>({
  id: "openai-deployments-within-boundary",
  ref: "OAI-10",
  title: "Model deployments keep data within their account's boundary",
  severity: "critical",
  area: "openai",
  appliesTo: ["cognitiveservices:Deployment"],
  configSchema: {
    widestBoundary: {
      type: "string",
      enum: [...REACHES],
      default: "world",
      description: "The furthest that any account may let data travel, whatever its tag says.",
    },
  },
  *check(props, { resource, stack, config }) {
    const seen = props.sku?.name;
    const reach = reachOf(seen);
    if (reach === "region") return;
    const tagged = boundaryOf(resource, stack);
    const boundary = further(tagged, config.widestBoundary) ? config.widestBoundary : tagged;
    if (reach && !further(reach, boundary)) return;
    yield {
      problem: reach
        ? `lets data travel as far as the ${reach}, allowed is the ${boundary}`
        : `has a SKU of which it is not known how far data travels, allowed is the ${boundary}`,
      property: "sku.name",
      seen,
      fix: "Choose a SKU within the boundary, or widen the account's data boundary in the settings",
    };
  },
});
