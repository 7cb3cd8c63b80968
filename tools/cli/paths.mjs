// Where everything lives. What a run writes is under .local (removed by destroy) or the user's cache (shared by clones).
import { mkdirSync, statfsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** SLUICE_LOCAL moves everything that a run writes, so that tests leave a developer's own platform alone. */
export const local = process.env.SLUICE_LOCAL || join(root, ".local");
export const azureState = join(local, "azure");
export const backend = join(local, "pulumi");
export const logs = join(local, "logs");
/** The outputs of the last up, whichever stack it was. */
export const outputsFile = join(local, "outputs.json");
/** The outputs of one stack. */
export const stackOutputsFile = (stack) => join(local, `outputs-${stack}.json`);
/** Begins the name of a file that says which stack an update was broken off of. */
export const unfinished = "unfinished-";
export const unfinishedFile = (stack) => join(local, `${unfinished}${stack}`);
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "sluice");

/** Megabytes left for a run's state. */
export function freeMegabytes() {
  mkdirSync(local, { recursive: true });
  const { bavail, bsize } = statfsSync(local);
  return Math.floor((bavail * bsize) / 1_048_576);
}
