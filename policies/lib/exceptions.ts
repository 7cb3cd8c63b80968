import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Finding } from "./messages";

/** A resource that a rule leaves alone until a date, for a reason. */
export interface Exception {
  /** Logical name of the resource. */
  readonly resource: string;
  readonly reason: string;
  /** Last day on which it counts, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

export const exceptionsSchema: PolicyConfigSchema["properties"][string] = {
  type: "array",
  description: "Resources the rule leaves alone until a date, each with its reason.",
  default: [],
  items: {
    type: "object",
    properties: {
      resource: { type: "string", minLength: 1, description: "Logical name of the resource." },
      reason: { type: "string", minLength: 1 },
      expires: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$", description: "Last day, UTC." },
    },
    required: ["resource", "reason", "expires"],
    additionalProperties: false,
  },
};

function isDate(text: unknown): text is string {
  if (typeof text !== "string") return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function fault({ reason, expires }: Exception, today: string): Finding | undefined {
  const problem = "has an exception that does not count";
  if (typeof reason !== "string" || reason.trim() === "") {
    return {
      problem,
      property: "reason",
      seen: reason,
      fix: "Give a reason or remove the exception",
    };
  }
  if (!isDate(expires) || expires < today) {
    return {
      problem,
      property: "expires",
      seen: expires,
      fix: `Set a date from ${today} on (YYYY-MM-DD) or remove the exception`,
    };
  }
  return undefined;
}

/**
 * What the exceptions say about one resource: whether one of them counts, and what is wrong with those that do not.
 *
 * @param today `YYYY-MM-DD`, UTC
 */
export function judge(
  exceptions: readonly Exception[],
  resource: string,
  today: string,
): { excepted: boolean; faults: Finding[] } {
  const named = exceptions.filter((each) => each.resource === resource);
  const faults = named.flatMap((each) => fault(each, today) ?? []);
  return { excepted: faults.length < named.length, faults };
}
