import { existsSync, readFileSync } from "node:fs";
import { type AzureType, azureType } from "../../lib/types";
import { type Planned, UNKNOWN } from "../testkit";

interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Whether ids are still to come, as in a first preview, or known, as after an update. */
export type State = "planned" | "deployed";

/** Inputs that name another resource. */
const NAMED: Readonly<Record<string, AzureType>> = {
  accountName: "cognitiveservices:Account",
  privateEndpointName: "network:PrivateEndpoint",
  privateZoneName: "network:PrivateZone",
};

/**
 * What the mock tests recorded of a stack, as the engine shows it to rules: where an input holds the id or the name of
 * another resource, the engine would have recorded an edge.
 */
export function inventory(stack: string, state: State): Planned[] {
  const file = `../target/inventory/${stack}.json`;
  if (!existsSync(file)) {
    throw new Error(
      `${file}: missing (expected: the stack's resources; run mvn test at the root first)`,
    );
  }
  const recorded: readonly Recorded[] = JSON.parse(readFileSync(file, "utf8"));
  return recorded.map((resource) => {
    const from: Record<string, string[]> = {};
    const props: Record<string, unknown> = {};
    for (const [property, value] of Object.entries(resource.inputs)) {
      const owners = new Set<string>();
      props[property] = mapText(value, (text) => {
        const owner = ownerOf(property, text, recorded);
        if (owner === undefined || owner === resource) return text;
        owners.add(owner.name);
        return state === "planned" ? UNKNOWN : text;
      });
      if (owners.size > 0) from[property] = [...owners];
    }
    return { type: resource.type, name: resource.name, props, from };
  });
}

// The mocks' ids end like /providers/Microsoft.network/VirtualNetwork/NAME, a part of the resource may follow.
const ID = /\/providers\/Microsoft\.([^/]+)\/([^/]+)\/([^/]+)/;

function ownerOf(
  property: string,
  text: string,
  recorded: readonly Recorded[],
): Recorded | undefined {
  const id = ID.exec(text);
  const type = id ? `${id[1]}:${id[2]}` : NAMED[property];
  const name = id ? id[3] : text;
  return recorded.find((each) => azureType(each.type) === type && namesOf(each).includes(name));
}

/** The name that the program chose, or the one that the mocks give. */
function namesOf({ name, inputs }: Recorded): unknown[] {
  const chosen = Object.keys(inputs).filter(
    (key) => key.endsWith("Name") && key !== "resourceGroupName",
  );
  return [`${name}-auto`, ...chosen.map((key) => inputs[key])];
}

function mapText(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((each) => mapText(each, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, mapText(each, change)]),
  );
}
