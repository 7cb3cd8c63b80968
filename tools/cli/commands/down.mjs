import { stop } from "../local-azure.mjs";
import { step } from "../progress.mjs";

export default async function down() {
  await step("local azure", "stopping", async () => ((await stop()) ? "stopped, state kept" : "was not running"));
}
