import { step } from "../progress.mjs";
import { RunReport } from "../report.mjs";
import { open } from "../session.mjs";
import { failure } from "./up.mjs";

export default async function refresh(options) {
  const stack = await open(options);
  if (options.cloud === "azure") return (await stack.engine("refresh", [], () => {}, { interactive: true })).code;
  await step("refresh", "reading", async (update) => {
    await stack.recover(update);
    const report = new RunReport(update);
    const { code, log } = await stack.engine("refresh", ["--yes", "--skip-preview"], (event) => report.take(event));
    if (code !== 0) throw failure(report, code, log);
    return report.summary();
  });
}
