import { buildPolicies } from "../builds.mjs";
import { step, tell } from "../progress.mjs";
import { RunReport } from "../report.mjs";
import { open } from "../session.mjs";
import { policyArgs } from "../stack.mjs";
import { failure, tellPolicies } from "./up.mjs";

export default async function preview(options) {
  const args = policyArgs(options.policies);
  const stack = await open(options, { program: true });
  if (options.cloud === "azure") return (await stack.engine("preview", args, () => {}, { interactive: true })).code;
  let report;
  let log;
  await step("preview", "computing", async (update) => {
    update("building the policy pack");
    await buildPolicies(stack.env);
    update("comparing");
    report = new RunReport(update);
    const done = await stack.engine("preview", args, (event) => report.take(event));
    log = done.log;
    if (done.code !== 0) throw failure(report, done.code, log);
    return report.summary({ create: "to create", update: "to update", delete: "to delete", replace: "to replace", same: "unchanged" });
  });
  tell([...report.lossLines(), `  every step is in ${log}`]);
  await tellPolicies(report);
}
