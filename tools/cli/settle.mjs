// What a killed engine was about to create, brought to what Azure says of it.

/** The resources that were being created when an engine was killed. */
export const pendingCreates = (state) => operations(state).filter((each) => each.type === "creating").map((each) => each.resource);

/**
 * A stack's exported state without pending creates: those that exist are resources of it, the others were never made.
 *
 * @param found `{urn, id, outputs}` of those that exist
 */
export function settle(state, found) {
  const byUrn = new Map(found.map((each) => [each.urn, each]));
  const created = pendingCreates(state).filter(({ urn }) => byUrn.has(urn)).map((resource) => ({ ...resource, ...byUrn.get(resource.urn) }));
  // One that was there before was being replaced: it is still to be deleted.
  const before = (state.deployment.resources ?? []).map((each) => (byUrn.has(each.urn) ? { ...each, delete: true } : each));
  const others = operations(state).filter((each) => each.type !== "creating");
  return { ...state, deployment: { ...state.deployment, resources: [...before, ...created], pending_operations: others } };
}

const operations = (state) => state.deployment?.pending_operations ?? [];
