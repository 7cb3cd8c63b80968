import type { PolicyResource } from "@pulumi/policy";
import { defineStackRule } from "../../lib/rule";
import { sources } from "../../lib/stack";

const WORKSPACE = /\/providers\/microsoft\.operationalinsights\/workspaces\/[^/]+$/i;

/** Groups that keep up with new categories; a setting that lists categories by name counts as well. */
const GROUPS = ["audit", "allLogs"];

function sendsLogs(setting: PolicyResource): boolean {
  const logs: readonly any[] = setting.props.logs ?? [];
  return logs.some(
    ({ enabled, category, categoryGroup }) =>
      enabled === true && (typeof category === "string" || GROUPS.includes(categoryGroup)),
  );
}

function reachesWorkspace(setting: PolicyResource, accepted: readonly string[]): boolean {
  if (sources(setting, "workspaceId", "operationalinsights:Workspace").length > 0) return true;
  const id = setting.props.workspaceId;
  if (typeof id !== "string" || !WORKSPACE.test(id)) return false;
  return accepted.length === 0 || accepted.some((each) => each.toLowerCase() === id.toLowerCase());
}

export const monitoringDiagnosticsPresent = defineStackRule<{ workspaceIds: readonly string[] }>({
  id: "monitoring-diagnostics-present",
  ref: "LOG-1",
  title: "Every resource that can keep logs sends them to a workspace",
  severity: "high",
  area: "monitoring",
  appliesTo: [
    "cognitiveservices:Account",
    "containerregistry:Registry",
    "app:ManagedEnvironment",
    "documentdb:DatabaseAccount",
    "keyvault:Vault",
    "network:ApplicationGateway",
    "network:NetworkSecurityGroup",
    "network:PublicIPAddress",
  ],
  configSchema: {
    workspaceIds: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: [],
      description: "Ids of the workspaces outside the stack that count; empty means any.",
    },
  },
  *check(_, { resource, stack, config }) {
    const settings = stack.referring("insights:DiagnosticSetting", "resourceUri", resource);
    if (settings.some((each) => sendsLogs(each) && reachesWorkspace(each, config.workspaceIds)))
      return;
    const silent = settings.find((each) => !sendsLogs(each));
    yield {
      problem: "sends no logs to a workspace",
      property: "DiagnosticSetting",
      seen:
        settings.length === 0
          ? undefined
          : `${(silent ?? settings[0])?.name} ${silent ? "has no enabled logs" : "goes elsewhere"}`,
      fix: "Add a DiagnosticSetting with the resource, a workspaceId and logs with categoryGroup allLogs enabled",
    };
  },
});
