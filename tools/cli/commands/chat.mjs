import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { callerToken, kindOf, modelFor } from "../callers.mjs";
import { root, stackOutputsFile } from "../paths.mjs";
import { run, UserError } from "../process.mjs";
import { step } from "../progress.mjs";
import { mustRun } from "../session.mjs";
import { settingsFile } from "../stack.mjs";

export default async function chat({ prompt, stack, settings, profile }) {
  settingsFile(stack, settings);
  const ready = mustRun();
  const outputsFile = stackOutputsFile(stack);
  if (!existsSync(outputsFile)) throw new UserError(`stack ${stack}: no platform (expected: make up STACK=${stack} first)`);
  const outputs = JSON.parse(readFileSync(outputsFile, "utf8"));
  const callers = kindOf(outputs.callers, profile);
  const token = await callerToken(ready, callers, outputs.audience);
  const folder = join(root, "examples/chat");
  if (!existsSync(join(folder, "node_modules"))) {
    await step("client", "installing the openai client", async () => {
      await run("chat", "npm", ["ci"], { cwd: folder });
      return "the openai client is installed";
    });
  }
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: outputs.caFile, OPENAI_BASE_URL: `${outputs.endpoint}/openai/v1`, OPENAI_API_KEY: token };
  const args = ["chat.mjs", modelFor(callers, outputs.capacity), prompt || "Say hello in one sentence."];
  return spawnSync(process.execPath, args, { cwd: folder, env, stdio: "inherit" }).status;
}
