// The part of the local Azure's status that is one stack's, by the ids in the engine's checkpoint.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { backend } from "./paths.mjs";
import { UserError } from "./process.mjs";

/** The ids of a stack's resources. */
export function idsOf(stack) {
  const file = join(backend, ".pulumi/stacks/sluice", `${stack}.json`);
  const resources = (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).checkpoint.latest?.resources) || [];
  if (resources.length === 0) throw new UserError(`STACK: ${stack} (expected: a stack that was brought up, or none named for all)`, 2);
  return resources.flatMap(({ id }) => (id ? [id] : []));
}

/** Pools may be shared with other stacks: those are kept that accounts of the stack could draw from. */
export function ofOneStack(state, ids) {
  const known = new Set(ids.map((id) => id.toLowerCase()));
  const names = new Set([...known].map((id) => id.split("/").pop()));
  const own = ({ name }) => names.has(name.toLowerCase());
  const accounts = state.accounts.filter(own);
  const regions = new Set(accounts.map(({ region }) => region));
  return {
    ...state,
    accounts,
    apps: state.apps.filter(own),
    gateways: state.gateways?.filter(own),
    pools: state.pools.filter(({ region }) => regions.has(region)),
    alerts: state.alerts?.filter(({ target }) => known.has(target.toLowerCase())),
  };
}
