import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, stackOutputsFile } from "../paths.mjs";
import { run, UserError } from "../process.mjs";
import { step } from "../progress.mjs";
import { mustRun } from "../session.mjs";
import { settingsFile } from "../stack.mjs";

export default async function chat({ prompt, stack, settings }) {
  settingsFile(stack, settings);
  mustRun();
  const outputsFile = stackOutputsFile(stack);
  if (!existsSync(outputsFile)) throw new UserError(`stack ${stack}: no platform (expected: make up STACK=${stack} first)`);
  const folder = join(root, "examples/chat");
  if (!existsSync(join(folder, "node_modules"))) {
    await step("client", "installing the openai client", async () => {
      await run("chat", "npm", ["ci"], { cwd: folder });
      return "the openai client is installed";
    });
  }
  const { caFile } = JSON.parse(readFileSync(outputsFile, "utf8"));
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: caFile, SLUICE_OUTPUTS: outputsFile };
  return spawnSync(process.execPath, ["chat.mjs", prompt || "Say hello in one sentence."], { cwd: folder, env, stdio: "inherit" }).status;
}
