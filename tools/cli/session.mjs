// What most commands begin with: the machine checked, what a killed engine left running ended, the tools found, the local Azure found or
// started, the stack at hand.
import { basename } from "node:path";
import { buildLocalAzure, buildProgram, buildQueryEngine } from "./builds.mjs";
import { pulumiTools } from "./cli-tools.mjs";
import * as localAzure from "./local-azure.mjs";
import { freeMegabytes, local } from "./paths.mjs";
import { endOrphanedPolicyHosts } from "./policy-hosts.mjs";
import { portsMustBeFree } from "./ports.mjs";
import { prerequisites } from "./prerequisites.mjs";
import { UserError } from "./process.mjs";
import { step } from "./progress.mjs";
import { settingsFaults, settingsFile, Stack } from "./stack.mjs";

/**
 * Sets up what the stack needs, with one progress line per step.
 *
 * @param program whether the program will run: its settings are read first, since nothing should start for those with a fault
 */
export async function open({ stack, cloud, port, settings }, { program = false } = {}) {
  const file = settingsFile(stack, settings);
  const machine = prerequisites();
  if (cloud === "local" && !localAzure.running()) await portsMustBeFree(port);
  endOrphanedPolicyHosts();
  let tools;
  await step("tools", "looking for the Pulumi CLI", async (update) => {
    tools = await pulumiTools(update);
    return `${tools.text}, JDK 25, node ${machine.node.split(".")[0]}`;
  });
  if (program) await checkSettings(file, machine, cloud === "local" ? port : undefined);
  const ready = cloud === "local" ? await openLocalAzure(machine, port) : undefined;
  const opened = new Stack(stack, file, tools, machine, ready);
  await opened.prepare();
  return opened;
}

async function checkSettings(file, machine, port) {
  await step("settings", "building the program", async (update) => {
    await buildProgram({ ...process.env, JAVA_HOME: machine.jdk17 });
    update(`reading ${basename(file)}`);
    const faults = settingsFaults(file, machine, port);
    if (faults) throw new UserError(faults, 2);
    return `${basename(file)} has no fault`;
  });
}

/** Image layers, state and logs of both stacks; a disk that fills up half-way leaves the engine unable to say so. */
const neededMegabytes = 300;

async function openLocalAzure(machine, port) {
  const free = freeMegabytes();
  if (free < neededMegabytes) {
    throw new UserError(`disk: no space left on the disk that holds ${local}: ${free} MB free (expected: ${neededMegabytes} MB or more)`);
  }
  let ready;
  await step("local azure", "building", async (update) => {
    await buildLocalAzure({ ...process.env, JAVA_HOME: machine.jdk17 });
    await buildQueryEngine(process.env);
    update("starting");
    ready = await localAzure.start(machine, port);
    return `ready, console ${ready.console}`;
  });
  return ready;
}

/** The running local Azure, for commands that do not start one. */
export function mustRun() {
  const ready = localAzure.running();
  if (!ready) throw new UserError("local azure is not running (expected: make up first)");
  return ready;
}
