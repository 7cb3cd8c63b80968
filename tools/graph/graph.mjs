// The picture of a stack: one box for each kind of resource of a component, however many there are of it, and an arrow from what
// names another resource to what it names.
import { instance } from "@viz-js/viz";

/** Components as a reader thinks of them, by the kind of the component under the platform. */
const GROUPS = {
  "network:Network": "Network",
  "network:PrivateDns": "Private DNS",
  "network:EnvironmentDns": "Private DNS",
  "openai:OpenAiAccount": "OpenAI accounts",
  "containerapps:Environment": "Container Apps",
  "containerapps:ProxyApp": "Container Apps",
  "registry:Registry": "Registry",
  "identity:WorkloadIdentity": "Identity",
  "gateway:Gateway": "Gateway",
  "gateway:Certificate": "Gateway",
  "promptlog:PromptLog": "Prompt log",
  "monitoring:Workspace": "Monitoring",
  "monitoring:ActionGroup": "Monitoring",
  "monitoring:Alerts": "Monitoring",
  "monitoring:Workbook": "Monitoring",
};

const COLOURS = {
  Network: "#dbeafe",
  "Private DNS": "#e0e7ff",
  "OpenAI accounts": "#dcfce7",
  "Container Apps": "#fef3c7",
  Registry: "#ffe4e6",
  Identity: "#f3e8ff",
  Gateway: "#ffedd5",
  "Prompt log": "#ccfbf1",
  Monitoring: "#f1f5f9",
};

/** What holds or serves nearly everything is left out: it would be an arrow from every box. */
const SILENT = ["ResourceGroup", "azure-native", "DiagnosticSetting"];

const kind = (type) => type.split(":")[2];

/** The group of a resource: that of the first component on the way down from the platform that has one. */
function group(resource) {
  const chain = resource.urn.split("::")[2].split("$");
  const component = chain.map((type) => type.replace(/^infra:/, "")).find((type) => type in GROUPS);
  return component ? GROUPS[component] : (chain.find((type) => /^infra:(?!infra:)/.test(type))?.split(":")[1] ?? "Platform");
}

/** Boxes and arrows of an inventory. */
export function model(inventory) {
  const logged = new Set(inventory.filter((each) => kind(each.type) === "DiagnosticSetting").map((each) => each.inputs.resourceUri));
  const drawn = inventory.filter((each) => !SILENT.includes(kind(each.type)));
  const boxes = new Map();
  for (const resource of drawn) {
    const key = keyOf(resource);
    const box = boxes.get(key) ?? { key, group: group(resource), kind: kind(resource.type), count: 0, logs: false };
    box.count++;
    box.logs ||= logged.has(resource.id);
    boxes.set(key, box);
  }
  const targets = new Map(drawn.flatMap((each) => [[each.id, keyOf(each)], [lastOf(each.id), keyOf(each)]]));
  const arrows = new Set();
  for (const resource of drawn) {
    for (const reference of references(resource.inputs)) {
      const to = reference !== lastOf(resource.id) && targets.get(reference);
      if (to && to !== keyOf(resource)) arrows.add(`${keyOf(resource)}|${to}`);
    }
  }
  return { boxes: [...boxes.values()], arrows: [...arrows].map((each) => each.split("|")) };
}

const keyOf = (resource) => `${group(resource)}/${kind(resource.type)}`;
const lastOf = (id) => id.slice(id.lastIndexOf("/") + 1);

/** What inputs may name: an id, that of the network for one of its subnets, a name, and the first label of each host name. */
function references(inputs, key = "") {
  if (typeof inputs === "object" && inputs !== null) return Object.entries(inputs).flatMap(([name, value]) => references(value, name));
  if (typeof inputs !== "string") return [];
  if (inputs.startsWith("/")) return [inputs, inputs.replace(/\/subnets\/[^/]+$/, "")];
  if (key.endsWith("Name")) return [inputs];
  return [...inputs.matchAll(/([a-z0-9-]+)\.[a-z0-9-]+\.[a-z]+/g)].map(([, label]) => label);
}

/** The picture as SVG text; the same inventory gives the same text. */
export async function draw(inventory) {
  const { boxes, arrows } = model(inventory);
  const groups = grouped(boxes);
  const viz = await instance();
  const svg = viz.renderString(
    {
      graphAttributes: { rankdir: "LR", fontname: "Helvetica", nodesep: 0.25, ranksep: 1.1, pad: 0.3, fontsize: 13 },
      nodeAttributes: { shape: "box", style: "rounded,filled", fillcolor: "white", fontname: "Helvetica", fontsize: 12, margin: "0.25,0.08" },
      edgeAttributes: { color: "#64748b", arrowsize: 0.7 },
      nodes: [],
      edges: arrows.map(([tail, head]) => ({ tail, head })),
      subgraphs: [...groups].map(([name, members]) => ({
        name: `cluster ${name}`,
        graphAttributes: { label: name, style: "rounded,filled", fillcolor: COLOURS[name] ?? "#f8fafc", color: "#94a3b8", fontsize: 15 },
        nodes: members.map((box) => ({ name: box.key, attributes: { label: label(box) } })),
      })),
    },
    { format: "svg" },
  );
  return svg.replace(/<!--[^]*?-->\n?/g, "");
}

function grouped(boxes) {
  const groups = new Map();
  for (const box of boxes) groups.set(box.group, [...(groups.get(box.group) ?? []), box]);
  return groups;
}

const label = ({ kind, count, logs }) => `${kind}${count > 1 ? ` ×${count}` : ""}${logs ? "\nlogs kept" : ""}`;
