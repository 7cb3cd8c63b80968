// Which callers the commands speak as, from the stack output `callers`.
import { api } from "./local-azure.mjs";
import { UserError } from "./process.mjs";

const anyone = { roles: [], models: [] };

/** The kind of callers of that profile; the first kind when none is named. */
export function kindOf(callers = [], profile) {
  if (profile === undefined) return callers[0] ?? anyone;
  const found = callers.find((each) => each.profile === profile);
  if (found) return found;
  throw new UserError(`PROFILE: ${profile} (expected: ${callers.map((each) => each.profile).join(", ") || "absent, since no role leads to a profile"})`, 2);
}

/** The first model that answers in words, of those that they may ask for. */
export function modelFor({ profile, models }, capacity) {
  const may = (name) => models.length === 0 || models.includes(name);
  const found = capacity.map((row) => row.model).find((name) => may(name) && !name.includes("embedding"));
  if (found) return found;
  throw new UserError(`PROFILE: ${profile ?? "absent"} (expected: one that may ask for a model that answers in words)`, 2);
}

/** A day's token of the local issuer for such a caller. */
export async function callerToken(ready, { roles }, audience) {
  const { token } = await api(ready, "/api/tokens", { audience, subject: "make", roles, expiresInSeconds: 86_400 });
  return token;
}
