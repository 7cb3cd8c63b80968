import { pulumiTools } from "../cli-tools.mjs";
import { running } from "../local-azure.mjs";
import { prerequisites } from "../prerequisites.mjs";
import { settingsFile, Stack } from "../stack.mjs";

export default async function exportStack({ stack, cloud, settings }) {
  const file = settingsFile(stack, settings);
  const ready = cloud === "local" ? (running() ?? { provider: 0, registry: "" }) : undefined;
  const machine = prerequisites();
  const tools = await pulumiTools((text) => process.stderr.write(`${text}\n`));
  process.stdout.write(`${JSON.stringify(new Stack(stack, file, tools, machine, ready).checkpoint(), null, 2)}\n`);
}
