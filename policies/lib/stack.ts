import type { PolicyResource } from "@pulumi/policy";
import { azureType, type AzureType } from "./types";
import { known } from "./unknown";

/** The ids (or names) inside a property's value. */
type Ids = (value: any) => readonly unknown[];
const itself: Ids = (value) => [value];

/**
 * The resources of a stack and who refers to whom.
 *
 * A reference is first an edge that the engine recorded for an input property: it is there while ids are unknown, and for
 * inputs that Azure does not return (`resourceUri`, `accountName`, …). Without an edge, ids or names are compared.
 */
export class Stack {
  private readonly byType = new Map<AzureType, PolicyResource[]>();

  constructor(resources: readonly PolicyResource[]) {
    for (const resource of resources) {
      const type = azureType(resource.type);
      if (!type) continue;
      const sameType = this.byType.get(type);
      if (sameType) sameType.push(resource);
      else this.byType.set(type, [resource]);
    }
  }

  /** The resources of these types, whatever API versions they pin. */
  of(...types: readonly AzureType[]): readonly PolicyResource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** The resources of `type` whose `property` refers to `target`. */
  referring(
    type: AzureType,
    property: string,
    target: PolicyResource,
    ids = itself,
  ): readonly PolicyResource[] {
    return this.of(type).filter((each) => refersTo(each, property, target, ids));
  }
}

/** The resources of `type` that the engine says `property` was computed from. */
export function sources(
  resource: PolicyResource,
  property: string,
  type: AzureType,
): readonly PolicyResource[] {
  return edges(resource, property).filter((each) => azureType(each.type) === type);
}

/**
 * Whether `property` of `resource` refers to `target`: by edge, by id, or by name for properties that hold a name.
 *
 * @param ids by default the value itself
 * @throws the SDK's unknown-value error when nothing but an unknown value could tell
 */
export function refersTo(
  resource: PolicyResource,
  property: string,
  target: PolicyResource,
  ids = itself,
): boolean {
  const from = edges(resource, property);
  if (from.includes(target)) return true;
  const read = () => ids(resource.props[property]);
  // An unknown value with edges comes from those resources, hence not from the target.
  const values = from.length > 0 ? known(read) : read();
  const keys = [known(() => target.props.id), azureName(target)].flatMap(
    (key) => key?.toLowerCase() ?? [],
  );
  return (values ?? []).some(
    (value) => typeof value === "string" && keys.includes(value.toLowerCase()),
  );
}

/** The resource's name in Azure where it is known: as Azure returned it or, before, as the program set it in `input`. */
export function azureName(resource: PolicyResource, input?: string): string | undefined {
  return known(() => resource.props.name) ?? (input && known(() => resource.props[input]));
}

function edges(resource: PolicyResource, property: string): readonly PolicyResource[] {
  return resource.propertyDependencies[property] ?? [];
}
