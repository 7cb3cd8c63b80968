import type {
  PolicyConfigSchema,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type Exception, exceptionsSchema, judge } from "./exceptions";
import { type Finding, message } from "./messages";
import { Stack } from "./stack";
import { type AzureType, azureType } from "./types";
import { isUnknown } from "./unknown";

export type Props = Record<string, any>;

/** What a rule is, as data; pages, index and report are checked against it. */
export interface RuleFacts {
  /** `<area>-<what-must-hold>`; names the file, the page, the test and the configuration. */
  readonly id: string;
  /** Permanent reference in the rule catalogue. */
  readonly ref: string;
  /** Further references of the catalogue that hold when this rule holds. */
  readonly alsoCovers?: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  readonly area: string;
  readonly appliesTo: readonly AzureType[];
  /** Options beside `exceptions`; every property has a default. */
  readonly configSchema?: PolicyConfigSchema["properties"];
}

export interface CheckArgs<C> {
  readonly name: string;
  readonly type: AzureType;
  readonly config: C;
}

export interface StackCheckArgs<C> extends CheckArgs<C> {
  readonly resource: PolicyResource;
  readonly stack: Stack;
}

/**
 * A rule's pure decision about one resource. Reading a value that is not known during preview throws, and is left to:
 * the engine then reports the rule as undecided for now. What a generator yielded before counts.
 */
export type Check<A> = (props: Props, args: A) => Iterable<Finding>;

export interface Rule extends RuleFacts {
  readonly scope: "resource" | "stack";
  readonly configSchema: PolicyConfigSchema["properties"];
  readonly policy: ResourceValidationPolicy | StackValidationPolicy;
}

/** A rule about one resource: decided from its inputs, before it is created or changed. */
export function defineRule<C extends object = {}>(
  definition: RuleFacts & { readonly check: Check<CheckArgs<C>> },
): Rule {
  const { check, ...rule } = complete(definition);
  const validateResource = (args: ResourceValidationArgs, report: (message: string) => void) => {
    const type = azureType(args.type);
    if (!type || !rule.appliesTo.includes(type)) return args.notApplicable(applies(rule));
    const config = configured<C>(rule, args.getConfig());
    const checkArgs = { name: args.name, type, config };
    for (const text of messages(rule, checkArgs, () => check(args.props, checkArgs))) report(text);
  };
  return { ...rule, scope: "resource", policy: { ...policyFacts(rule), validateResource } };
}

/** A rule about a resource and its neighbours: decided over the whole stack, at the end of a preview or an update. */
export function defineStackRule<C extends object = {}>(
  definition: RuleFacts & { readonly check: Check<StackCheckArgs<C>> },
): Rule {
  const { check, ...rule } = complete(definition);
  const validateStack = (
    args: StackValidationArgs,
    report: (message: string, urn?: string) => void,
  ) => {
    const stack = new Stack(args.resources);
    const config = configured<C>(rule, args.getConfig());
    const undecided: Error[] = [];
    for (const type of rule.appliesTo) {
      for (const resource of stack.of(type)) {
        const checkArgs = { name: resource.name, type, config, resource, stack };
        try {
          for (const text of messages(rule, checkArgs, () => check(resource.props, checkArgs))) {
            report(text, resource.urn);
          }
        } catch (error) {
          if (!isUnknown(error)) throw error;
          error.message = `${type} '${resource.name}': ${error.message}`;
          undecided.push(error);
        }
      }
    }
    // After every resource had its turn: one unknown value must not hide what is known to be wrong elsewhere.
    if (undecided[0]) throw undecided[0];
    if (stack.of(...rule.appliesTo).length === 0) args.notApplicable(applies(rule));
  };
  return { ...rule, scope: "stack", policy: { ...policyFacts(rule), validateStack } };
}

function complete<D extends RuleFacts>(definition: D) {
  return {
    ...definition,
    configSchema: { ...definition.configSchema, exceptions: exceptionsSchema },
  };
}

function policyFacts(rule: ReturnType<typeof complete>) {
  const refs = [rule.ref, ...(rule.alsoCovers ?? [])];
  return {
    name: rule.id,
    displayName: rule.title,
    description: `${rule.title} (${refs.join(", ")}).`,
    severity: rule.severity,
    tags: [rule.area, ...refs],
    remediationSteps: `See policies/docs/${rule.id}.md`,
    enforcementLevel: "mandatory" as const,
    configSchema: { properties: rule.configSchema },
  };
}

const applies = (rule: RuleFacts) => `The rule applies to ${rule.appliesTo.join(", ")}`;

type Configured<C> = C & { readonly exceptions: readonly Exception[] };

/** The engine fills in defaults only for packs that it configures; here they always hold. */
function configured<C>(rule: Pick<Rule, "configSchema">, given: object): Configured<C> {
  const defaults = Object.entries(rule.configSchema).map(([key, schema]) => [key, schema.default]);
  return { ...Object.fromEntries(defaults), ...given } as Configured<C>;
}

function* messages<C>(
  rule: RuleFacts,
  args: CheckArgs<Configured<C>>,
  check: () => Iterable<Finding>,
): Iterable<string> {
  const today = new Date().toISOString().slice(0, 10);
  const { excepted, faults } = judge(args.config.exceptions, args.name, today);
  for (const finding of faults) yield message(rule.id, args.type, args.name, finding);
  if (excepted) return;
  for (const finding of check()) yield message(rule.id, args.type, args.name, finding);
}
