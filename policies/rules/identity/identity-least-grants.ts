import type { PolicyResource } from "@pulumi/policy";
import { defineStackRule } from "../../lib/rule";
import { azureType } from "../../lib/types";
import { known } from "../../lib/unknown";

/** The roles that the platform's identities may hold. */
const ALLOWED = [
  "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", // Cognitive Services OpenAI User
  "7f951dda-4ed3-4680-a7ca-43fe172d538d", // AcrPull
  "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
];

/** Names for roles that are asked for most often and never needed. */
const BROAD: Readonly<Record<string, string>> = {
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
  "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
  "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
  "25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68": "Cognitive Services Contributor",
  "a001fd3d-188f-4b5d-821b-7da978bf7442": "Cognitive Services OpenAI Contributor",
  "5bd9cd88-fe45-4216-938b-f97437e15450": "DocumentDB Account Contributor",
};

function guidOf(roleDefinitionId: unknown): string {
  return typeof roleDefinitionId === "string"
    ? (roleDefinitionId.split("/").pop() ?? "").toLowerCase()
    : "";
}

/** Whether an id names one resource, and not a group, a subscription or something above. */
function isResource(scope: unknown): boolean {
  return (
    typeof scope === "string" &&
    /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/[^/]+(\/[^/]+\/[^/]+)+$/i.test(
      scope,
    )
  );
}

const isGroup = (resource: PolicyResource) =>
  azureType(resource.type) === "resources:ResourceGroup";

export const identityLeastGrants = defineStackRule<{ allowedRoles: readonly string[] }>({
  id: "identity-least-grants",
  ref: "IAM-1",
  title: "Identities hold only listed roles, each on one resource",
  severity: "critical",
  area: "identity",
  appliesTo: ["authorization:RoleAssignment"],
  configSchema: {
    allowedRoles: {
      type: "array",
      items: { type: "string", pattern: "^[0-9a-fA-F-]{36}$" },
      default: ALLOWED,
      description: "GUIDs of the role definitions that may be assigned.",
    },
  },
  *check(props, { resource, config }) {
    const role = guidOf(props.roleDefinitionId);
    if (!config.allowedRoles.some((each) => each.toLowerCase() === role)) {
      yield {
        problem: `grants ${BROAD[role] ?? "a role that is not on the list"}`,
        property: "roleDefinitionId",
        seen: props.roleDefinitionId,
        fix: "Grant the narrowest listed role, or list this one in allowedRoles",
      };
    }
    // The scope of a resource that is yet to be created is unknown, but the engine knows whose id it is.
    const owners = resource.propertyDependencies.scope ?? [];
    const scope = owners.length > 0 ? known(() => props.scope) : props.scope;
    if (scope === undefined ? owners.some((each) => !isGroup(each)) : isResource(scope)) return;
    yield {
      problem: "reaches further than one resource",
      property: "scope",
      seen: scope ?? owners[0]?.name,
      fix: "Set scope to the id of the one resource that is needed",
    };
  },
});
