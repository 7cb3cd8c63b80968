import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { running, stop } from "../local-azure.mjs";
import { backend, local, outputsFile, stackOutputsFile, unfinishedFile } from "../paths.mjs";
import { endOrphanedPolicyHosts } from "../policy-hosts.mjs";
import { run } from "../process.mjs";
import { step } from "../progress.mjs";
import { RunReport } from "../report.mjs";
import { open } from "../session.mjs";
import { failure } from "./up.mjs";

export default async function destroy(options) {
  if (options.cloud === "azure") {
    const stack = await open(options);
    return (await stack.engine("destroy", [], () => {}, { interactive: true })).code;
  }
  if (!existsSync(backend) && !running()) {
    endOrphanedPolicyHosts();
    rmSync(local, { recursive: true, force: true });
    process.stderr.write("nothing to destroy\n");
    return 0;
  }
  const stack = await open(options);
  await step("platform", "destroying", async (update) => {
    await stack.recover(update);
    const report = new RunReport(update);
    const { code, log } = await stack.engine("destroy", ["--yes", "--skip-preview"], (event) => report.take(event));
    if (code !== 0) throw failure(report, code, log);
    await run("pulumi", stack.tools.pulumi, ["stack", "rm", stack.name, "--yes", "--preserve-config", "--non-interactive"], { env: stack.env });
    forgetOutputs(stack.name);
    return report.summary();
  });
  if (stacksLeft() > 0) return 0;
  await step("local azure", "removing", async () => {
    await stop();
    rmSync(local, { recursive: true, force: true });
    return "stopped, no state left";
  });
}

/** A client that reads the outputs must not dial what is gone. */
function forgetOutputs(stack) {
  rmSync(unfinishedFile(stack), { force: true });
  const own = stackOutputsFile(stack);
  if (!existsSync(own)) return;
  if (existsSync(outputsFile) && readFileSync(own, "utf8") === readFileSync(outputsFile, "utf8")) rmSync(outputsFile);
  rmSync(own);
}

/** Stacks that still have resources; a stack that was only previewed has none. */
function stacksLeft() {
  const folder = join(backend, ".pulumi/stacks/sluice");
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  return files.filter((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).checkpoint.latest?.resources?.length > 0).length;
}
