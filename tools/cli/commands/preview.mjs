import { buildPolicies } from "../builds.mjs";
import { step } from "../progress.mjs";
import { RunReport } from "../report.mjs";
import { open } from "../session.mjs";
import { failure, policyLine } from "./up.mjs";

export default async function preview(options) {
  const stack = await open(options, { program: true });
  const args = ["--policy-pack", "policies"];
  if (options.cloud === "azure") return (await stack.engine("preview", args, () => {}, { interactive: true })).code;
  let report;
  await step("preview", "computing", async (update) => {
    update("building the policy pack");
    await buildPolicies(stack.env);
    update("comparing");
    report = new RunReport(update);
    const { code, log } = await stack.engine("preview", args, (event) => report.take(event));
    if (code !== 0) throw failure(report, code, log);
    return report.summary({ create: "to create", update: "to update", delete: "to delete", replace: "to replace", same: "unchanged" });
  });
  await step("policies", "", async () => policyLine(report));
}
