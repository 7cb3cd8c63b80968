import { stop } from "../local-azure.mjs";
import { endOrphanedPolicyHosts } from "../policy-hosts.mjs";
import { step } from "../progress.mjs";

export default async function down() {
  endOrphanedPolicyHosts();
  await step("local azure", "stopping", async () => ((await stop()) ? "stopped, state kept" : "was not running"));
}
