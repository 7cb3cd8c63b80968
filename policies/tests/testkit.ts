import type {
  PolicyResource,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Props, Rule } from "../lib/rule";

const { unknownCheckingProxy } = require("@pulumi/policy/proxy") as {
  unknownCheckingProxy: <T>(props: T) => T;
};

/** Stands for any value that the engine does not know during preview. */
export const UNKNOWN: any = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource of a test stack. */
export interface Planned {
  readonly type: string;
  readonly name: string;
  readonly props: Props;
  /** Per input property, the names of the resources that it was computed from. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

export interface Outcome {
  readonly violations: string[];
  readonly notApplicable?: string;
  /** What the SDK says of a value that is not known yet. */
  readonly undecided?: string;
}

const NONE: Outcome = { violations: [] };
export const passes = NONE;

class NotApplicable extends Error {}

function notApplicable(reason?: string): never {
  throw new NotApplicable(reason);
}

/** Runs a rule as the SDK's server would: one resource, or the first of a stack's resources' stack. */
export function run(
  rule: Rule,
  resources: Planned | readonly Planned[],
  config: object = {},
): Outcome {
  const stack = Array.isArray(resources) ? resources : [resources];
  const violations: string[] = [];
  const report = (message: string) => void violations.push(message);
  const common = {
    getConfig: () => config as any,
    notApplicable,
    stackTags: new Map<string, string>(),
  };
  try {
    if (rule.scope === "stack") {
      (rule.policy as StackValidationPolicy).validateStack(
        { ...common, resources: graph(stack) },
        report,
      );
    } else {
      const validate = (rule.policy as ResourceValidationPolicy).validateResource;
      if (typeof validate !== "function")
        throw new Error(`${rule.id}: validateResource is no function`);
      for (const resource of graph(stack))
        validate({ ...resource, ...common, asType: () => undefined }, report);
    }
  } catch (error) {
    if (error instanceof NotApplicable) return { violations, notApplicable: error.message };
    if (error instanceof Error && error.constructor.name === "UnknownValueError") {
      return { violations, undecided: error.message };
    }
    throw error;
  }
  return { violations };
}

export function graph(stack: readonly Planned[]): PolicyResource[] {
  const resources = stack.map(resource);
  const named = (name: string) => {
    const found = resources.filter((each) => each.name === name);
    if (found.length !== 1) throw new Error(`${name}: ${found.length} resources (expected: one)`);
    return found;
  };
  stack.forEach(({ from = {} }, index) => {
    for (const [property, names] of Object.entries(from)) {
      resources[index]!.propertyDependencies[property] = names.flatMap(named);
    }
  });
  return resources;
}

function resource({ type, name, props }: Planned): PolicyResource {
  return {
    type,
    name,
    props: unknownCheckingProxy(structuredClone(props)),
    urn: `urn:pulumi:test::sluice::${type}::${name}`,
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      additionalSecretOutputs: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    },
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}

/** A copy with one value changed; `undefined` removes the property. `path` is `properties.disableLocalAuth`, say. */
export function change<P extends Planned>(planned: P, path: string, value: unknown): P {
  const copy = structuredClone(planned);
  const keys = path.split(".");
  const last = keys.pop()!;
  const parent = keys.reduce<any>((node, key) => node[key], copy.props);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

/** The same resource with another API version in its token. */
export const versioned = <P extends Planned>(planned: P): P => ({
  ...planned,
  type: planned.type.replace(/^azure-native:([^:]+):/, "azure-native:$1/v20990101:"),
});

/** A stack with one resource put in another's place, by name. */
export const replaced = (stack: readonly Planned[], planned: Planned): Planned[] =>
  stack.map((each) => (each.name === planned.name ? planned : each));

/** A stack without one resource and what was computed from it. */
export const without = (stack: readonly Planned[], name: string): Planned[] =>
  stack.filter(
    (each) =>
      each.name !== name &&
      !Object.values(each.from ?? {})
        .flat()
        .includes(name),
  );
