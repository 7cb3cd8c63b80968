import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { client, installClient } from "../builds.mjs";
import { callerToken, kindOf, modelFor } from "../callers.mjs";
import { stackOutputsFile } from "../paths.mjs";
import { UserError } from "../process.mjs";
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
  await installClient(process.env);
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: outputs.caFile, OPENAI_BASE_URL: `${outputs.endpoint}/openai/v1`, OPENAI_API_KEY: token };
  const args = ["chat.mjs", modelFor(callers, outputs.capacity), prompt || "Say hello in one sentence."];
  return spawnSync(process.execPath, args, { cwd: client, env, stdio: "inherit" }).status;
}
